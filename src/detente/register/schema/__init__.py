"""The 47 tables of the register, by name.

The classes are the single definition of every table: validation, readers and writers, the Data Package descriptor, the
import template and the reference page are made from them.
"""

from detente.register.schema.activities import Accreditation, Activity, ActivityEvent, Participant, Post
from detente.register.schema.actors import Actor, Alias, Membership, Region, Succession
from detente.register.schema.channels import Channel, ChannelEvent, ChannelParty
from detente.register.schema.commitments import Agreement, Participation, Pledge, Provision, Statement
from detente.register.schema.events import Dispute, DisputeSide, Incident
from detente.register.schema.evidence import Citation, CoverageDeclaration, Source
from detente.register.schema.measures import Observation
from detente.register.schema.programme import (
    Assumption,
    Contribution,
    Decision,
    Due,
    DueEvent,
    Indicator,
    Inject,
    Objective,
    ObjectiveLink,
    Product,
    Request,
    Spending,
    TrainingObjective,
)
from detente.register.schema.standards import Adoption, Needline, Profile, Requirement, Standard, Thread
from detente.register.schema.table import Table, Time
from detente.register.schema.transfers import Holding, Transfer, TransferEvent

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("actors", Actor, "spell"),
        Table("successions", Succession, "event"),
        Table("memberships", Membership, "spell"),
        Table("regions", Region, "spell"),
        Table("aliases", Alias, "reference"),
        Table("agreements", Agreement, "spell"),
        Table("participations", Participation, "act"),
        Table("provisions", Provision, "child"),
        Table("statements", Statement, "event"),
        Table("pledges", Pledge, "spell"),
        Table("activities", Activity, "spell"),
        Table("activity_events", ActivityEvent, "event"),
        Table("participants", Participant, "child"),
        Table("posts", Post, "spell"),
        Table("accreditations", Accreditation, "event"),
        Table("objectives", Objective, "spell"),
        Table("contributions", Contribution, "spell"),
        Table("objective_links", ObjectiveLink, "spell"),
        Table("indicators", Indicator, "spell"),
        Table("assumptions", Assumption, "spell"),
        Table("spending", Spending, "event"),
        Table("requests", Request, "spell"),
        Table("decisions", Decision, "event"),
        Table("dues", Due, "spell"),
        Table("due_events", DueEvent, "event"),
        Table("products", Product, "spell"),
        Table("training_objectives", TrainingObjective, "spell"),
        Table("injects", Inject, "spell"),
        Table("standards", Standard, "spell"),
        Table("adoptions", Adoption, "spell"),
        Table("profiles", Profile, "spell"),
        Table("requirements", Requirement, "spell"),
        Table("threads", Thread, "spell"),
        Table("needlines", Needline, "spell"),
        Table("transfers", Transfer, "spell"),
        Table("transfer_events", TransferEvent, "event"),
        Table("holdings", Holding, "spell"),
        Table("channels", Channel, "spell"),
        Table("channel_parties", ChannelParty, "spell"),
        Table("channel_events", ChannelEvent, "event"),
        Table("observations", Observation, "figure"),
        Table("disputes", Dispute, "spell"),
        Table("dispute_sides", DisputeSide, "spell"),
        Table("incidents", Incident, "event"),
        Table("sources", Source, "reference"),
        Table("citations", Citation, "reference"),
        Table("coverage", CoverageDeclaration, "spell"),
    )
}

# Sources and citations are evidence for facts, and aliases are names for their keys: counts of facts leave them out.
FACTS: tuple[str, ...] = tuple(name for name in TABLES if name not in ("sources", "citations", "aliases"))

__all__ = ["FACTS", "TABLES", "Table", "Time"]
