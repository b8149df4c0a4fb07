"""What happens to definitions, instances and their objects: the same steps are put to the real kro and to the local one."""

from collections.abc import Mapping

from tests.local.kro import definition_scenarios, instance_scenarios
from tests.local.kro.steps import Scenario

SCENARIOS: Mapping[str, Scenario] = {**instance_scenarios.SCENARIOS, **definition_scenarios.SCENARIOS}
