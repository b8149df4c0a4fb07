"""What whoever starts a script chose for its apps, and what became of them: how the command line and an app meet."""

import contextvars

import attrs


@attrs.define(eq=False)
class Launch:
    """One start of a script.

    Args:
        stage: the stage of its apps; None where nothing was chosen.
        refresh: whether they look at what exists; None where nothing was chosen.
        apps: the names of those that were entered.
        entering: whether apps may be entered; a script that is only looked at runs nothing.
    """

    stage: str | None = None
    refresh: bool | None = None
    apps: list[str] = attrs.field(factory=list[str])
    entering: bool = True


_current: contextvars.ContextVar[Launch | None] = contextvars.ContextVar("typekro_launch", default=None)


def this_launch() -> Launch:
    """The start that this code runs in; one without choices where it was not started by the command line."""
    return _current.get() or Launch()


def begin_launch(launch: Launch) -> None:
    """Makes a start the current one, from here on."""
    _current.set(launch)
