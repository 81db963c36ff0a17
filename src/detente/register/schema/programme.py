"""What is each activity for, what does it cost, and what is owed for it?

The working tables of the engagements desk, declared with the rest so that one package carries everything.
"""

from detente.register.schema.columns import instant, integer, key, number, partial_date, ref, refs, text, word
from detente.register.schema.provenance import Provenance


class Objective(Provenance):
    """What is to be achieved, and who answers for it."""

    objective = key("Key of the objective", required=True, logical=True)
    level = word("country_plan", "line_of_effort", "objective", "task", doc="Place in the plan", required=True)
    title = text("What is to be achieved", required=True)
    country = ref("actors", "Partner it concerns")
    owner = text("Office that answers for it")
    due = partial_date("By when")
    supersedes = ref("objectives", "Objective it replaces")


class Contribution(Provenance):
    """Which activity serves which objective, and in what share."""

    activity = ref("activities", "Activity that contributes", required=True, logical=True)
    objective = ref("objectives", "Objective served", required=True, logical=True)
    share = number("Part of the activity credited to it", unit="0-1", least=0.0, most=1.0)


class ObjectiveLink(Provenance):
    """Which objective serves which."""

    child = ref("objectives", "Objective that serves", required=True, logical=True)
    parent = ref("objectives", "Objective served", required=True, logical=True)
    share = number("Part of the child credited to the parent", unit="0-1", least=0.0, most=1.0)


class Indicator(Provenance):
    """How an objective is measured, from which baseline to which target."""

    objective = ref("objectives", "Objective it measures", required=True, logical=True)
    name = text("Name of the indicator, as in observations", required=True, logical=True)
    unit = text("Unit of its values", required=True)
    direction = word("increase", "decrease", "reach", doc="Which way is better", required=True)
    baseline_value = number("Value before", unit="see unit")
    baseline_on = partial_date("Day of the baseline")
    target_value = number("Value aimed at", unit="see unit")
    target_on = partial_date("By when")


class Assumption(Provenance):
    """What an objective takes to hold."""

    objective = ref("objectives", "Objective that rests on it", required=True)
    text = text("What is taken to hold", required=True)
    basis = word("assumed", "evidenced", doc="On what it rests", required=True)
    checked_on = partial_date("Day it was last checked")


class Spending(Provenance):
    """Money planned, committed and paid for an activity."""

    activity = ref("activities", "Activity paid for", required=True)
    kind = word("planned", "committed", "paid", doc="Stage of the money", required=True)
    amount = number("Sum", required=True, unit="currency")
    currency = text("ISO 4217 code of the sum", required=True)
    fund = text("Fund or budget line")


class Request(Provenance):
    """What a receiving state is asked to clear."""

    request = key("Key of the request", required=True, logical=True)
    activity = ref("activities", "Activity it is for", required=True)
    kind = word(
        "visit_one_time",
        "visit_recurring",
        "visit_emergency",
        "air",
        "sea",
        "land",
        "hazardous_cargo",
        doc="What is asked for; its window is the valid time",
        required=True,
    )
    receiving_state = ref("actors", "State asked", required=True)
    amends = ref("requests", "Request it amends")
    payload = text("Sites, platform, legs and the like, as JSON; persons stay in the workspace")


class Decision(Provenance):
    """What a receiving state decided on a request."""

    request = ref("requests", "Request decided on", required=True, logical=True)
    receiving_state = ref("actors", "State that decides", required=True, logical=True)
    event = word(
        "submitted",
        "more_info",
        "approved",
        "restricted",
        "denied",
        "used",
        "lapsed",
        doc="What happened",
        required=True,
        logical=True,
    )
    occurrence = integer("Number of the event of this kind", required=True, logical=True, least=1)
    reference = text("Number given by the deciding authority")
    restrictions = text("Conditions")
    window_from = partial_date("First day on which an approval is good")
    window_to = partial_date("First day on which it is no longer good")


class Due(Provenance):
    """One thing owed between two sides, from an agreement or an activity."""

    claim = key("Key of one thing owed between two sides", required=True, logical=True)
    agreement = ref("agreements", "Agreement it arose from")
    clause = text("Article or order it arose from")
    activity = ref("activities", "Activity it arose from")
    debtor = ref("actors", "Who owes", required=True)
    creditor = ref("actors", "To whom", required=True)
    what = text("What is owed, in words", required=True)
    quantity = number("How much", unit="see unit")
    unit = text("Unit or currency")
    due = partial_date("By when")
    method = word("cash", "replacement_in_kind", "equal_value", "service", "report", doc="How it is to be settled")


class DueEvent(Provenance):
    """What was performed, waived, disputed or breached."""

    claim = ref("dues", "Claim it happened to", required=True, logical=True)
    event = word(
        "performed",
        "waived",
        "disputed",
        "breached",
        doc="What happened; pending, due, overdue, part met and met are derived",
        required=True,
        logical=True,
    )
    occurrence = integer("Number of the event of this kind", required=True, logical=True, least=1)
    quantity = number("How much of it", unit="see unit")
    evidence = text("Paper that shows it")


class Product(Provenance):
    """The papers of an exercise and their stage."""

    activity = ref("activities", "Exercise it belongs to", required=True, logical=True)
    product = text("Name of the exercise paper", required=True, logical=True)
    stage = word(
        "not_started",
        "draft",
        "staffed",
        "approved",
        "promulgated",
        "superseded",
        doc="Stage during this spell",
        required=True,
    )


class TrainingObjective(Provenance):
    """What an exercise is to show."""

    training_objective = key("Key of the training objective", required=True, logical=True)
    activity = ref("activities", "Exercise that trains it", required=True)
    title = text("What is to be shown", required=True)
    objective = ref("objectives", "Objective of the programme it serves")


class Inject(Provenance):
    """The list of events of an exercise: storylines, events, incidents, injects."""

    inject = key("Key of the inject or its parent", required=True, logical=True)
    activity = ref("activities", "Exercise it belongs to", required=True)
    parent = ref("injects", "Storyline, event or incident above it")
    level = word("storyline", "event", "incident", "inject", doc="Place in the list of events", required=True)
    title = text("What is played", required=True)
    at = instant("When it is played")
    training_objectives = refs("training_objectives", "What it tests")
