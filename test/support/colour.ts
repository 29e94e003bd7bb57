import { type Rgb, toLinear } from "../../generator/targets/profile.js";

type Matrix = readonly (readonly [number, number, number])[];

/** What eyes of each kind make of light (Machado, Oliveira and Fernandes 2009, severity 1). */
const EYES: Readonly<Record<string, Matrix>> = {
  "all cones": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** The kinds of eyes that the distance of colours is known for; only for tests. */
export const KINDS_OF_EYES = Object.keys(EYES);

/** How far two colours are apart for eyes of a kind (CIE 1976, 2.3 is just noticeable). */
export function colourDistance(one: Rgb, other: Rgb, eyes: string): number {
  const matrix = EYES[eyes];
  if (!matrix) throw new Error(`nobody has eyes of the kind ${eyes}`);
  const [a, b] = [one, other].map((colour) => toLab(apply(matrix, colour.map(toLinear))));
  return Math.hypot(...[0, 1, 2].map((at) => (a?.[at] ?? 0) - (b?.[at] ?? 0)));
}

function apply(matrix: Matrix, [x = 0, y = 0, z = 0]: readonly number[]): readonly number[] {
  return matrix.map(([a, b, c]) => Math.min(1, Math.max(0, a * x + b * y + c * z)));
}

/** Linear sRGB to CIE L*a*b*, white point D65. */
function toLab(linear: readonly number[]): readonly number[] {
  const toXyz: Matrix = [
    [0.4124, 0.3576, 0.1805],
    [0.2126, 0.7152, 0.0722],
    [0.0193, 0.1192, 0.9505],
  ];
  const [fx = 0, fy = 0, fz = 0] = apply(toXyz, linear).map((value, at) => {
    const share = value / ([0.9505, 1, 1.089][at] ?? 1);
    return share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16 / 116;
  });
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}
