/** A number as the page shows it: `1,234`. */
export function showCount(count: number): string {
  return count.toLocaleString("en");
}
