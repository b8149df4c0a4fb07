import pytest

from tests.checking.linting import config_map, found, texts

SPEC = {
    "name": "string | required=true",
    "tier": "string",
    "count": "integer",
    "size": "string | default=small",
    "database": {"host": "string | required=true", "port": "integer"},
    "cache": {"host": "string | default=localhost"},
    "items": "[]Item | required=true",
    "maybe": "[]string",
    "on": "boolean",
    "labels": "map[string]string",
    "regions": '[]string | default=["eu"]',
    "zones": "[]string | required=true minItems=2",
    "tags": "map[string]string | default={}",
    "nested": "map[string][]string | default={}",
    "open": "object | default={}",
}
TYPES = {"Item": {"name": "string | required=true", "port": "integer", "ports": "[]integer"}}


def test_an_optional_field_that_is_read_as_if_it_were_there_is_told_once() -> None:
    resources = """
      - id: first
        template: {apiVersion: v1, kind: ConfigMap, metadata: {name: first}, data: {a: "${schema.spec.tier}", b: "is ${schema.spec.tier}"}}
      - id: second
        template: {apiVersion: v1, kind: ConfigMap, metadata: {name: second}, data: {a: "${schema.spec.tier}", b: "${schema.spec.tier}"}}
    """

    assert texts(resources, spec=SPEC, types=TYPES) == [
        (
            "schema.spec.tier: an instance may leave it out, and it is read as if it were always there\n"
            "  at resources.first.data.a, resources.first.data.b, resources.second.data.a and 1 more\n"
            "  kro waits for the value without an error, and the instance stays IN_PROGRESS\n"
            "hint: put required=true or default=... on tier\n"
            'hint: or read it as ${schema.spec.?tier.orValue("")}'
        )
    ]


def test_an_object_is_asked_for_first() -> None:
    assert texts(config_map('a: "${schema.spec.database.host}"'), spec=SPEC, types=TYPES) == [
        (
            "schema.spec.database: an instance may leave it out, and it is read as if it were always there\n"
            "  at resources.data.data.a\n"
            "  kro waits for the value without an error, and the instance stays IN_PROGRESS\n"
            "hint: put required=true or default=... on database\n"
            "hint: or read it as ${has(schema.spec.database) ? ... : ...}"
        )
    ]


def test_an_item_and_a_key_may_be_missing() -> None:
    def told(expression: str) -> list[str]:
        return texts(config_map(f'a: "${{{expression}}}"'), spec=SPEC, types=TYPES)

    why = "  at resources.data.data.a\n  kro waits for the value without an error, and the instance stays IN_PROGRESS\n"
    assert told("schema.spec.regions[0]") == [
        "schema.spec.regions[0]: an instance may lack it, and it is read as if it were always there\n"
        + why
        + "hint: put minItems=1 on regions, or\n"
        'hint: read it as ${schema.spec.regions[?0].orValue("")}'
    ]
    assert told("schema.spec.tags.team") == [
        'schema.spec.tags["team"]: an instance may lack it, and it is read as if it were always there\n'
        + why
        + 'hint: read it as ${schema.spec.tags[?"team"].orValue("")}'
    ]


UNGUARDED = [
    ("schema.spec.tier", ["schema.spec.tier"]),
    ("string(schema.spec.count)", ["schema.spec.count"]),
    ("schema.spec.name + schema.spec.tier", ["schema.spec.tier"]),
    ("schema.spec.maybe[0]", ["schema.spec.maybe[0]", "schema.spec.maybe"]),
    ("schema.spec.regions[0]", ["schema.spec.regions[0]"]),
    ("schema.spec.regions[0] + schema.spec.regions[1]", ["schema.spec.regions[0]", "schema.spec.regions[1]"]),
    ("size(schema.spec.regions) > 0 ? schema.spec.regions[1] : ''", ["schema.spec.regions[1]"]),
    ("size(schema.spec.regions) < 2 ? schema.spec.regions[1] : ''", ["schema.spec.regions[1]"]),
    ("'b' in schema.spec.tags ? schema.spec.tags.a : ''", ['schema.spec.tags["a"]']),
    ("!('a' in schema.spec.tags) ? schema.spec.tags.a : ''", ['schema.spec.tags["a"]']),
    ("schema.spec.tags['a.b']", ['schema.spec.tags["a.b"]']),
    ("schema.spec.zones[2]", ["schema.spec.zones[2]"]),
    ("schema.spec.nested.a[0]", ['schema.spec.nested["a"][0]', 'schema.spec.nested["a"]']),
    ("string(schema.spec.items.map(i, i.ports[0])[0])", ["schema.spec.items[].ports[0]", "schema.spec.items[].ports"]),
    ("schema.spec.items[0].name", ["schema.spec.items[0]"]),
    ("has(schema.spec.database.port) ? 'a' : 'b'", ["schema.spec.database"]),
    ("string(schema.spec.database.port)", ["schema.spec.database.port", "schema.spec.database"]),
    ("string(schema.spec.items.map(i, i.port).size())", ["schema.spec.items[].port"]),
    ("has(schema.spec.tier) ? 'a' : schema.spec.tier", ["schema.spec.tier"]),
    ("has(schema.spec.tier) || schema.spec.tier == 'a' ? 'a' : schema.spec.size", ["schema.spec.tier"]),
    ("has(schema.spec.count) || schema.spec.name == 'a' ? schema.spec.tier : ''", ["schema.spec.tier"]),
    ("has(schema.spec.count) ? schema.spec.tier : ''", ["schema.spec.tier"]),
    ("schema.spec.?tier.orValue('gold') == 'gold' ? schema.spec.tier : ''", ["schema.spec.tier"]),
    ("schema.spec.?on.orValue(true) ? string(schema.spec.on) : ''", ["schema.spec.on"]),
    ("schema.spec.?on.orValue(false) || schema.spec.?tier.orValue('') != '' ? schema.spec.tier : ''", ["schema.spec.tier"]),
    ("size(schema.spec.?maybe.orValue([])) >= 0 ? schema.spec.maybe[0] : ''", ["schema.spec.maybe[0]", "schema.spec.maybe"]),
    ("schema.spec.?tier.orValue('') != '' || schema.spec.?tier.orValue('a') != '' ? schema.spec.tier : ''", ["schema.spec.tier"]),
    ("schema.spec.?tier.orValue(schema.spec.name) != '' ? schema.spec.tier : ''", ["schema.spec.tier"]),
]


@pytest.mark.parametrize(("expression", "fields"), UNGUARDED)
def test_what_is_read_unguarded_is_told(expression: str, fields: list[str]) -> None:
    assert [problem.place for problem in found(config_map(f'a: "${{{expression}}}"'), spec=SPEC, types=TYPES)] == fields


GUARDED = [
    "schema.spec.name",
    "schema.spec.size",
    "schema.spec.cache.host",
    "schema.spec.?tier.orValue('')",
    "schema.?spec.tier.orValue('')",
    "string(schema.spec.?database.port.orValue(1))",
    "has(schema.spec.tier) ? schema.spec.tier : ''",
    "!has(schema.spec.tier) ? '' : schema.spec.tier",
    "schema.spec.?tier.hasValue() ? schema.spec.tier : ''",
    "has(schema.spec.tier) && schema.spec.tier == 'a' ? 'a' : 'b'",
    "schema.spec.tier == 'a' && has(schema.spec.tier) ? schema.spec.tier : 'b'",
    "!has(schema.spec.tier) || schema.spec.tier == 'a' ? 'a' : schema.spec.tier",
    "!(has(schema.spec.tier) && has(schema.spec.count)) ? '' : schema.spec.tier + string(schema.spec.count)",
    "has(schema.spec.database) && has(schema.spec.database.port) ? schema.spec.database.host + string(schema.spec.database.port) : ''",
    "schema.spec.?tier.orValue('') != '' ? schema.spec.tier : ''",
    "schema.spec.?tier.orValue('') == '' ? '' : schema.spec.tier",
    "schema.spec.?tier.orValue('') == 'gold' ? schema.spec.tier : ''",
    "schema.spec.?count.orValue(0) > 0 ? string(schema.spec.count) : ''",
    "schema.spec.?on.orValue(false) ? string(schema.spec.on) : ''",
    "!schema.spec.?on.orValue(false) ? '' : string(schema.spec.on)",
    "schema.spec.?database.?port.orValue(0) == 0 ? '' : schema.spec.database.host",
    "size(schema.spec.?maybe.orValue([])) > 0 ? schema.spec.maybe[0] : ''",
    "'a' in schema.spec.?labels.orValue({}) ? schema.spec.labels.a : ''",
    "schema.spec.zones[1]",
    "'a' in schema.spec.tags ? schema.spec.tags.a : ''",
    "has(schema.spec.tags.a) ? schema.spec.tags['a'] : ''",
    "'a.b' in schema.spec.tags ? schema.spec.tags['a.b'] : ''",
    "schema.spec.tags[?'a'].hasValue() ? schema.spec.tags.a : ''",
    "schema.spec.tags[?'a'].orValue('') != '' ? schema.spec.tags.a : ''",
    "schema.spec.regions[?0].orValue('')",
    "size(schema.spec.regions) > 0 ? schema.spec.regions[0] : ''",
    "schema.spec.regions.size() >= 2 ? schema.spec.regions[1] : ''",
    "0 == size(schema.spec.regions) ? '' : schema.spec.regions[0]",
    "schema.spec.regions != [] ? schema.spec.regions[0] : ''",
    "schema.spec.regions.filter(r, r != 'eu')[0]",
    "schema.spec.items.filter(i, true)[0].?port.hasValue() ? 'a' : 'b'",
    "schema.spec.regions[size(schema.spec.regions) - 1]",
    "schema.spec.tags[schema.spec.name]",
    "string(schema.spec.open.a)",
    "schema.spec.?maybe.orValue([]).size() >= 1 ? schema.spec.maybe[0] : ''",
    "schema.spec.?tier.orValue('') != '' && schema.spec.tier.startsWith('a') ? 'a' : 'b'",
    "schema.spec.items.map(i, i.name)[0]",
    "string(schema.spec.items.map(i, has(i.port) ? i.port : 1)[0])",
    "string(schema.spec.items.filter(i, has(i.port)).map(j, j.port).size())",
    "string(schema.spec.items.map(i, has(i.port), i.port).size())",
    "string(schema.spec.items.exists(i, has(i.port) && i.port == 80))",
    "string(schema.spec.items.all(i, !has(i.port) || i.port == 80))",
]


@pytest.mark.parametrize("expression", GUARDED)
def test_what_is_there_or_guarded_is_not_told(expression: str) -> None:
    assert texts(config_map(f'a: "${{{expression}}}"'), spec=SPEC, types=TYPES) == []


def test_the_conditions_of_a_node_guard_what_it_reads() -> None:
    guarded = config_map('a: "${schema.spec.tier}"', 'includeWhen: ["${has(schema.spec.tier)}", "${schema.spec.tier == \'a\'}"]')
    unguarded = config_map('a: "${schema.spec.tier}"', 'includeWhen: ["${schema.spec.tier == \'a\'}", "${has(schema.spec.tier)}"]')

    assert texts(guarded, spec=SPEC, types=TYPES) == []
    assert [problem.text.splitlines()[1] for problem in found(unguarded, spec=SPEC, types=TYPES)] == ["  at resources.data.includeWhen[0]"]


def test_an_optional_condition_guards_what_it_asks_for() -> None:
    for condition in (
        "schema.spec.?on",
        "schema.spec.?on.orValue(false)",
        "schema.spec.?tier.orValue('') == 'a' && schema.spec.?on.orValue(false)",
    ):
        resources = config_map('a: "${string(schema.spec.on)}"', f'includeWhen: ["${{{condition}}}"]')

        assert texts(resources, spec=SPEC, types=TYPES) == []


def test_the_conditions_of_what_a_node_depends_on_guard_it_too() -> None:
    resources = config_map("b: c", 'includeWhen: ["${has(schema.spec.tier)}"]') + (
        "\n- id: user\n"
        "  template: {apiVersion: v1, kind: ConfigMap, metadata: {name: '${data.metadata.name}-2'}, data: {a: '${schema.spec.tier}'}}"
    )

    assert texts(resources, spec=SPEC, types=TYPES) == []


def test_the_lists_of_collections_are_looked_at_and_guard_their_items() -> None:
    def places(items: str, value: str) -> list[str]:
        resources = f"""
          - id: each1
            forEach: [{{one: "${{{items}}}"}}]
            template: {{apiVersion: v1, kind: ConfigMap, metadata: {{name: "a${{string(one)}}"}}, data: {{a: "${{{value}}}"}}}}
        """
        return [problem.place for problem in found(resources, spec=SPEC, types=TYPES)]

    assert places("schema.spec.maybe", "one") == ["schema.spec.maybe"]
    assert places("schema.spec.items.filter(i, has(i.port)).map(i, i.port)", "string(one)") == []


def test_items_of_a_collection_may_lack_a_field() -> None:
    def places(items: str) -> list[str]:
        resources = f"""
          - id: each1
            forEach: [{{one: "${{{items}}}"}}]
            template: {{apiVersion: v1, kind: ConfigMap, metadata: {{name: "${{one.name}}"}}, data: {{a: "${{string(one.port)}}"}}}}
        """
        return [problem.place for problem in found(resources, spec=SPEC, types=TYPES)]

    assert places("schema.spec.items") == ["schema.spec.items[].port"]
    assert places("schema.spec.items.filter(i, has(i.port))") == []


def test_what_the_status_or_a_readiness_reads_does_not_hang() -> None:
    resources = config_map("a: b", "readyWhen: [\"${data.metadata.name != ''}\"]")

    assert texts(resources, spec=SPEC, types=TYPES, status="{tier: '${schema.spec.tier}'}") == []
