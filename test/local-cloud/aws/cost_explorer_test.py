"""Run by emulator.test.ts in the emulator's own Python environment. What it answers on the wire: wire-contract.test.ts."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "local-cloud" / "aws"))
import cost_explorer  # noqa: E402


def get_costs(**changes):
    period = {"Start": "2026-10-01", "End": "2026-11-01"}
    data = {"TimePeriod": period, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"], **changes}
    status, _, body = cost_explorer.get_cost_and_usage(data)
    return status, json.loads(body)


class CostExplorer(unittest.TestCase):
    def setUp(self):
        cost_explorer.billing.update(cost_explorer.FIRST_DAY)

    def test_knows_neither_spending_nor_tags_on_the_first_day(self):
        _, answer = get_costs()
        self.assertEqual([float(each["Total"]["UnblendedCost"]["Amount"]) for each in answer["ResultsByTime"]], [0])
        tag = {"TagKey": "devmin:stack", "Status": "Active"}
        self.assertEqual(cost_explorer.update_cost_allocation_tags_status({"CostAllocationTagsStatus": [tag]})[0], 400)

    def test_answers_month_by_month_and_excludes_the_end(self):
        _, answer = get_costs(TimePeriod={"Start": "2025-11-15", "End": "2026-01-01"})
        bounds = [(each["TimePeriod"]["Start"], each["TimePeriod"]["End"]) for each in answer["ResultsByTime"]]
        self.assertEqual(bounds, [("2025-11-15", "2025-12-01"), ("2025-12-01", "2026-01-01")])

    def test_refuses_what_it_would_have_to_ignore(self):
        service = {"Dimensions": {"Key": "SERVICE", "Values": ["Amazon S3"]}}
        for changes in (
            {"Granularity": "DAILY"},
            {"Metrics": []},
            {"Filter": service},
            {"GroupBy": [{"Type": "DIMENSION", "Key": "SERVICE"}]},
            {"TimePeriod": {"Start": "2026-11-01", "End": "2026-11-01"}},
        ):
            status, answer = get_costs(**changes)
            self.assertEqual((status, answer["__type"]), (400, "ValidationException"), changes)

    def test_refuses_a_setting_that_it_does_not_have(self):
        with self.assertRaises(ValueError):
            cost_explorer.set_billing({"spend": {}})


if __name__ == "__main__":
    unittest.main()
