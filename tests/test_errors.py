import pytest

from typekro.errors import (
    BlockedError,
    CRDInstanceError,
    DefinitionError,
    EvaluationError,
    GraphOperation,
    InstanceOperation,
    LeaseLostError,
    LockedError,
    RefusedError,
    ResourceGraphFactoryError,
    RunError,
    StateError,
    TypeKroError,
    UsageError,
    compose,
    missing_f,
)


def test_an_error_is_told_as_what_then_why_then_hint() -> None:
    text = compose("infra: no", ["because\nof this", "and that"], ["do this", "or that"])

    assert text == "infra: no\n  because\n  of this\n  and that\nhint: do this\nhint: or that"


def test_why_and_hint_may_be_one_text_each_or_nothing() -> None:
    assert compose("no", "because", "do") == "no\n  because\nhint: do"
    assert compose("no") == "no"


def test_an_error_has_its_message_its_code_and_its_facts() -> None:
    error = TypeKroError("no such stage", "NO_STAGE", {"stage": "prod"})

    assert (str(error), error.message, error.code, error.context) == ("no such stage", "no such stage", "NO_STAGE", {"stage": "prod"})


def test_an_error_without_more_has_a_code_too() -> None:
    error = TypeKroError("no")

    assert (error.code, error.context) == ("TYPEKRO_ERROR", {})


@pytest.mark.parametrize("operation", ["deployment", "getInstance", "cleanup"])
def test_an_error_of_a_factory_knows_what_it_was_about(operation: GraphOperation) -> None:
    cause = ValueError("underneath")

    error = ResourceGraphFactoryError("no", "database-stack", operation, cause)

    assert (str(error), error.code) == ("no", "RESOURCE_GRAPH_FACTORY_ERROR")
    assert (error.factory_name, error.operation, error.cause, error.__cause__) == ("database-stack", operation, cause, cause)
    assert error.context == {"factory_name": "database-stack", "operation": operation, "cause": cause}


@pytest.mark.parametrize("operation", ["creation", "deletion", "statusResolution"])
def test_an_error_of_an_instance_knows_what_it_was_about(operation: InstanceOperation) -> None:
    cause = ValueError("underneath")

    error = CRDInstanceError("no", "example.com/v1", "Database", "db", operation, cause)

    assert (str(error), error.code) == ("no", "CRD_INSTANCE_ERROR")
    assert (error.api_version, error.kind, error.instance_name) == ("example.com/v1", "Database", "db")
    assert (error.operation, error.cause, error.__cause__) == (operation, cause, cause)


def test_errors_without_a_cause_chain_nothing() -> None:
    assert ResourceGraphFactoryError("no", "database-stack", "cleanup").__cause__ is None
    assert CRDInstanceError("no", "example.com/v1", "Database", "db", "deletion").__cause__ is None


@pytest.mark.parametrize(
    ("error", "code", "exit_code", "facts"),
    [
        (DefinitionError("no", ["a", "b"]), "DEFINITION_ERROR", 1, {"problems": ("a", "b")}),
        (UsageError("no", {"name": "x"}), "USAGE_ERROR", 1, {"name": "x"}),
        (RefusedError("no", {"owner": "x"}), "REFUSED", 5, {"owner": "x"}),
        (StateError("no", "a.sqlite"), "STATE_ERROR", 1, {"path": "a.sqlite"}),
        (LockedError("no", {"pid": 1}), "LOCKED", 4, {"holder": {"pid": 1}}),
        (LeaseLostError("no"), "LEASE_LOST", 1, {}),
        (BlockedError("no", "db", "rgd"), "BLOCKED", 1, {"resource": "db", "blocked_by": "rgd"}),
        (EvaluationError("no", "a.b"), "NO_VALUE", 1, {"path": "a.b"}),
        (RunError("no", [ValueError()]), "RUN_FAILED", 3, {"failures": 1}),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_every_error_has_a_code_an_exit_code_and_its_facts(
    error: TypeKroError, code: str, exit_code: int, facts: dict[str, object]
) -> None:
    assert (error.message, error.code, error.exit_code, error.context) == ("no", code, exit_code, facts)


def test_splitting_the_errors_of_a_run_keeps_their_class() -> None:
    group = RunError("2 resources failed", [ValueError("a"), TypeError("b")])

    values, rest = group.split(ValueError)

    assert isinstance(values, RunError)
    assert isinstance(rest, RunError)
    assert (values.message, [str(error) for error in values.exceptions]) == ("2 resources failed", ["a"])


@pytest.mark.parametrize("text", ["{name}", "a-{self.name}-b", "{names[0]}-{x}"])
def test_a_text_with_variables_in_braces_lacks_its_f(text: str) -> None:
    assert missing_f(text) == [f'f"{text}"']


@pytest.mark.parametrize("text", ["name", "{}", "{0}", "{a b}", "{{name}}", "${name}", '{name}"', "{name}\n", 3, None])
def test_other_texts_do_not(text: object) -> None:
    assert missing_f(text) == []
