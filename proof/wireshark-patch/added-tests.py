"""Runs the tests that a patch adds to Wireshark's test/suite_dissection.py, without its test suite.

added-tests.py PATCH CAPTURES TSHARK: prints a line for each; ends with 1 where one fails.
"""

import os
import re
import subprocess
import sys

patch, captures, tshark = sys.argv[1:]
with open(patch, encoding="utf-8") as file:
    part = file.read().split("+++ b/test/suite_dissection.py\n")[1]
added = re.findall(r"^\+(.*)$", part, re.MULTILINE)
names = {"subprocess": subprocess}
exec("class Added:\n" + "\n".join(added), names)
tests = [name for name in vars(names["Added"]) if name.startswith("test_")]
failed = 0
for name in tests:
    test = getattr(names["Added"](), name)
    try:
        test(tshark, lambda capture: os.path.join(captures, capture), os.environ)
        print(f"ok {name}")
    except (AssertionError, subprocess.CalledProcessError) as error:
        failed += 1
        print(f"FAILED {name}: {error or 'another output'}")
sys.exit(1 if failed or not tests else 0)
