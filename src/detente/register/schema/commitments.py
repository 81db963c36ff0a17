"""What have they promised: instruments, acts of the parties, clauses, statements and pledges.

There is no status column and no end date of a treaty: both follow from dated acts, per party. When it lies: an act
nobody recorded has not happened here.
"""

from detente.register.schema.columns import boolean, duration, integer, key, number, partial_date, ref, refs, text, word
from detente.register.schema.provenance import Provenance


class Agreement(Provenance):
    """The instrument; its `valid_from` is adoption or first signature. Status and end are derived from acts."""

    agreement = key("Key of the instrument", required=True, logical=True)
    title = text("Title or usual name", required=True)
    form = word(
        "treaty",
        "agreement",
        "protocol",
        "exchange_of_notes",
        "mou",
        "declaration",
        "framework",
        "charter",
        "statute",
        "regulation",
        "executive_order",
        "designation",
        doc="Form of the instrument",
        required=True,
    )
    subject = word(
        "defence",
        "consultation",
        "status_of_forces",
        "access",
        "logistics",
        "information",
        "technology",
        "transfer",
        "finance",
        "arms_control",
        "confidence_building",
        "cooperation",
        doc="Main subject",
        required=True,
    )
    binding = word("legal", "political", "unilateral", doc="What kind of bond it makes", required=True)
    parent = ref("agreements", "Instrument it hangs on")
    relation = word(
        "implements",
        "supplements",
        "extends",
        "annexed to",
        "interprets",
        "builds on",
        "replaces",
        doc="How it hangs on the parent",
    )
    entry_rule = word(
        "on_signature",
        "on_adoption",
        "last_notification",
        "nth_consent",
        "fixed_date",
        "per_party",
        doc="Event that brings it into force",
    )
    entry_count = integer("Number of consents needed under nth_consent", least=1)
    entry_delay = duration("Time between that event and entry into force")
    entry_anchor = word(
        "day",
        "first_of_next_month",
        "first_of_second_month",
        "first_of_third_month",
        doc="Day to which it is moved after the delay (second month: receipt on 15 January gives 1 March)",
    )
    depositary = refs("actors", "Keeper of the instruments")
    text_public = boolean("Whether the text is published")
    parties_listed = word(
        "complete", "partial", "none", doc="Whether the absence of a party row means that it is no party", required=True
    )
    external_id = text("Number in another list, such as atop:3240 or a registration number")


class Participation(Provenance):
    """One dated act of one party: signing, consenting, entering into force, giving notice, leaving."""

    agreement = ref("agreements", "Agreement acted under", required=True, logical=True)
    party = ref("actors", "Who acted, or who is named", required=True, logical=True)
    capacity = word(
        "party", "guarantor", "beneficiary", "observer", "depositary", doc="In what capacity", required=True
    )
    act = word(
        "initialled",
        "signed",
        "adopted",
        "consented",
        "acceded",
        "succeeded",
        "applied_provisionally",
        "entered_into_force",
        "named_beneficiary",
        "reserved",
        "declared",
        "objected",
        "suspended",
        "resumed",
        "froze",
        "notice_given",
        "notice_suspended",
        "notice_revoked",
        "exited",
        "expelled",
        "terminated",
        "expired",
        "superseded",
        doc="What was done",
        required=True,
        logical=True,
    )
    occurrence = integer("Number of the act of this kind by this party", required=True, logical=True, least=1)
    effective = partial_date("When the act takes effect or was received, if not on its day; may be earlier")
    towards = ref("actors", "Party against whom a suspension, reservation or objection runs", logical=True)
    basis = text("Article or decision acted on, or successor agreement")


class Provision(Provenance):
    """What is owed, by whom, to whom, when and where; and the clauses on term and exit."""

    agreement = ref("agreements", "Agreement that contains it", required=True)
    article = text("Article or paragraph")
    kind = word(
        "assist",
        "offence",
        "neutral",
        "consult",
        "refrain",
        "prepare",
        "host",
        "status_of_forces",
        "claims",
        "weapons_carriage",
        "customs_relief",
        "overflight",
        "port_entry",
        "logistic_support",
        "information_security",
        "communications_security",
        "geospatial_exchange",
        "information_exchange",
        "cooperate",
        "supply",
        "support",
        "finance",
        "facilitate_transfers",
        "limit_arms",
        "inspect",
        "notify",
        "conduct",
        "interpret",
        "restrict",
        "term",
        "exit",
        doc="What is owed, or which clause this is",
        required=True,
    )
    obligor = refs("actors", "Who owes; empty means every party")
    obligee = refs("actors", "To whom; empty means every other party")
    trigger = word(
        "armed_attack",
        "threat",
        "request",
        "planned_action",
        "standing",
        "on_notice",
        "term_end",
        doc="When it is owed",
    )
    strength = word(
        "automatic",
        "each_decides",
        "consult",
        "binding",
        "facilitate",
        "political",
        "unstated",
        doc="How much choice the obligor keeps",
    )
    level = word(
        "restricted",
        "confidential",
        "secret",
        "top_secret",
        doc="Highest classification covered, for information clauses",
    )
    area = text("Where it applies, in words")
    regions = text("Where it applies, as codes of a declared scheme; empty means not known to a model")
    adversaries = refs("actors", "Attackers it is limited to")
    except_adversaries = refs("actors", "Attackers it excludes")
    unprovoked_only = boolean("Whether it is limited to unprovoked attack")
    minimum_attackers = integer("Number of attackers needed", least=1, unit="states")
    void_if_aggressor = boolean("Whether a duty to refrain ends when the other side is the aggressor")
    duty = text("What is owed, one sentence in own words")
    notice_period = duration("Time from notice to effect")
    effect = word(
        "notice_end", "term_end", doc="Whether an exit takes effect when the period ends or when the term ends"
    )
    not_before = duration("Time in force before a notice, or an exit, is possible")
    not_before_from = word("agreement", "party", doc="From whose entry into force it is counted")
    not_before_applies = word("notice", "effect", doc="To which of the two it applies")
    notice_counts_from = word("given", "received", doc="Day from which the period runs")
    clear_days = boolean("Whether the day of notice is not counted")
    term = duration("Length of the first term")
    last_day = partial_date("Last day in force, inclusive, where the text names one")
    renewal = word(
        "none", "tacit", "by_agreement", "indefinite", "with_parent", doc="What happens at the end of the term"
    )
    renewal_term = duration("Length of each further term")
    amount = number("Sum or quantity owed", unit="see unit")
    unit = text("Unit, currency and period of the amount")


class Statement(Provenance):
    """Red lines, assurances, doctrines; one row per declaring actor."""

    statement = key("Key shared by all who made it together", required=True, logical=True)
    actor = ref("actors", "Who declared it", required=True, logical=True)
    office = text("Office that spoke")
    addressee = ref("actors", "To whom it was directed")
    kind = word(
        "red_line",
        "assurance",
        "declaration",
        "invocation",
        "interpretation",
        "doctrine",
        "threat",
        "demand",
        "restriction",
        doc="What sort of statement it is",
        required=True,
    )
    about = text("Event or matter it speaks of", required=True)
    area = text("Area it speaks of")
    text = text("Words, or the sense of them", required=True)
    text_kind = word("quote", "paraphrase", "translation", doc="Whether the words are the speaker's", required=True)
    binding = word("legal", "political", "unilateral", doc="What kind of bond it makes", required=True)
    agreement = ref("agreements", "Agreement it interprets or invokes")


class Pledge(Provenance):
    """One measurable promise each, on a stated basis."""

    pledge = key("Key of one measurable promise", required=True, logical=True)
    actor = ref("actors", "Who promised", required=True)
    measured_on = word("each member", "collective", "actor", doc="On whom it is measured", required=True)
    indicator = word(doc="Indicator it is measured by", required=True)
    comparator = word(">=", "<=", "=", doc="Direction of the threshold", required=True)
    value = number("Threshold", required=True, unit="see unit")
    unit = text("Unit of the threshold", required=True)
    basis = text("Definition the threshold is stated in")
    due = partial_date("By when")
    terms = text("Conditions and exceptions, in own words")
