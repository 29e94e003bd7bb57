# Reads what tcpdump's own test suite printed, that of 4.99.0 to 4.99.6 or of the development branch,
# and prints how many tests passed and the names of those that failed. Its exit code says nothing, since
# some tests fail on an unchanged tcpdump. Ends with 1 where the suite did not come to its end, where
# nothing passed, or where its own count is not that of the names found.
use strict;
use warnings;

# After the rule of 4.99 come the differences of the failed tests, which can hold anything.
my ($tests, $summary) = split /^-{40,}$/m, join("", <>), 2;
my ($passed) = ($summary // "") =~ /^ *(\d+) tests passed$/m;
my ($count) = ($summary // "") =~ /^ *(\d+) tests failed$/m;
my @failed = $tests =~ /^ {4}(\S.*?) *: TEST FAILED\(/gm;
if (!@failed && $tests =~ /\nFailed tests:(.*)/s) {
    @failed = $1 =~ /^ {4}(\S.*?) *: (?:diff exited with|stderr present|exit code|failed to run)/gm;
}
exit 1 if !$passed || ($count // -1) != @failed;
print "passed $passed\n", map { "failed $_\n" } sort @failed;
