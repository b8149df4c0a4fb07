"""What whoever starts a script chose for its apps, and what became of them: how the command line and an app meet."""

import contextvars
import shlex
from collections.abc import Sequence
from typing import Protocol, TextIO

import attrs

from typekro.orchestrator.connections import Provider
from typekro.orchestrator.plan import Plan


class Clusters(Protocol):
    """The clusters that stand for those that apps name."""

    @property
    def option(self) -> str:
        """How the command line was told so: `--local`."""
        ...

    @property
    def opened(self) -> str:
        """The command by which kubectl reaches them: `typekro local start`."""
        ...

    def __call__(self, name: str) -> Provider:
        """The cluster that stands for one, by its name; by an empty one for that which goes by none."""
        ...


@attrs.define(eq=False)
class Launch:
    """One start of a script.

    Args:
        stage: the stage of its apps; None where nothing was chosen.
        refresh: whether they look at what exists; None where nothing was chosen.
        confirm: whether a yes has to be typed before anything is deleted; None where nothing was chosen.
        mode: how their graphs are deployed; None where nothing was chosen.
        operation: what their runs are called.
        plan: what their runs may do; None where nothing was agreed on before.
        plans: what they would do, where they only plan.
        apps: the names of those that were entered.
        entering: whether apps may be entered; a script that is only looked at runs nothing.
        verbose: whether their runs tell each request.
        events: where their runs write events to, as JSON; None for nowhere.
        clusters: gives the cluster to use in place of each that they name; None where theirs are right.
        script: the path of the script, as people read it; None where it is not known.
        arguments: what the script finds in `sys.argv[1:]`.
    """

    stage: str | None = None
    refresh: bool | None = None
    confirm: bool | None = None
    mode: str | None = None
    operation: str = "up"
    plan: Plan | None = None
    plans: list[Plan] = attrs.field(factory=list[Plan])
    apps: list[str] = attrs.field(factory=list[str])
    entering: bool = True
    verbose: bool = False
    events: TextIO | None = None
    clusters: Clusters | None = None
    script: str | None = None
    arguments: Sequence[str] = ()

    def command(self, command: str) -> str:
        """A command that an error names, about the same clusters."""
        return command if self.clusters is None else f"{command} {self.clusters.option}"

    def plan_command(self, stage: str | None, out: str = "FILE") -> str:
        """The command that plans the same anew.

        Args:
            stage: the stage; None where the script or the default decides.
            out: the file that the plan goes to.
        """
        command = "typekro plan " + ("FILE.py" if self.script is None else shlex.quote(self.script))
        command = self.command(command if stage is None else f"{command} --stage {stage}")
        chosen = {"--direct": self.mode == "direct", "--no-refresh": self.refresh is False}
        options = " ".join([*(option for option, holds in chosen.items() if holds), "--out", out])
        return f"{command} {options}" + (f" -- {shlex.join(self.arguments)}" if self.arguments else "")


_current: contextvars.ContextVar[Launch | None] = contextvars.ContextVar("typekro_launch", default=None)


def this_launch() -> Launch:
    """The start that this code runs in; one without choices where it was not started by the command line."""
    return _current.get() or Launch()


def begin_launch(launch: Launch) -> None:
    """Makes a start the current one, from here on."""
    _current.set(launch)
