import subprocess
import sys

WITHOUT = """
import sys
sys.modules["cel_expr_python"] = None
from typekro.expressions.library import NoCelError, Environment, Program, available, parse, why_not
print(available())
print(why_not())
Environment({"a": {"type": "string"}})
try:
    parse("a")
except NoCelError as error:
    print(error)
try:
    Program("a")
except NoCelError as error:
    print(error.args[0].splitlines()[0])
"""


def _output(script: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_where_the_library_is_absent_that_is_said_in_one_line() -> None:
    said = "CEL is not checked here: the library cel-expr-python has no wheel for this Python or this machine"

    assert _output(WITHOUT) == ["False", said, said, "hint: use Python 3.11 to 3.13 on Linux x86-64 or macOS", said]


def test_nothing_is_imported_before_it_is_needed() -> None:
    imported = "import sys, typekro.expressions.library as library; library.available()"
    names = "print([name for name in sys.modules if name.startswith(('cel_expr_python', 'google.protobuf.descriptor'))])"

    assert _output(f"{imported}; {names}") == ["[]"]
