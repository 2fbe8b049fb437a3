"""What config.toml holds: one frozen section a TOML table, with its defaults.

As with a campaign's settings a field is a key, and `column` says what it holds; an empty file means the defaults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal

from planner.domain.columns import Column, column, columns_of, row
from planner.domain.roles import Approver
from planner.domain.solve_settings import MOST_SECONDS, MOST_WORKERS
from planner.errors import Language

PREFIX: Final = "RIAYA_"


@row
class Database:
    """[database]: where everything is kept."""

    url: str = column("Adresse", "العنوان", "SQLite or PostgreSQL.", default="sqlite:///riaya.sqlite3")

    def __repr__(self) -> str:
        """Return what may stand in a log: the address may hold a password."""
        return f"Database({self.url.partition(':')[0]})"


@row
class Secret:
    """[secret]: what nobody else may know."""

    key: str = column("Clé", "المفتاح", "Signs sessions and forms.", default="known to all")

    def __repr__(self) -> str:
        """Return what may stand in a log."""
        return "Secret(…)"


@row
class Server:
    """[server]: where the pages are served."""

    host: str = column("Hôte", "المضيف", "The address that it listens on.", default="127.0.0.1")
    port: int = column("Port", "المنفذ", "The port that it listens on.", default=8000, least=1, most=65535)
    proxies: int = column("Mandataires", "الوسطاء", "How many proxies stand before it.", default=0, least=0, most=9)
    most_upload_mb: int = column(
        "Envoi au plus", "أقصى حجم للرفع", "The largest file that it takes.", default=20, unit="MB", least=1, most=1000
    )


@row
class Sessions:
    """[sessions]: how long whoever logged in stays in."""

    idle_s: int = column(
        "Inactivité", "مدة الخمول", "Without a request.", default=3600, unit="s", least=60, most=604_800
    )
    longest_s: int = column("Durée", "المدة القصوى", "At most.", default=43_200, unit="s", least=60, most=2_592_000)


@row
class Jobs:
    """[jobs]: who computes plans."""

    lease_s: int = column(
        "Bail", "مدة الحجز", "How long a silent worker keeps its run.", default=30, unit="s", least=5, most=3600
    )
    nice: int = column(
        "Politesse",
        "التنازل",
        "How far planning gives way to all else: 0 not at all, 19 wholly.",
        default=10,
        least=0,
        most=19,
    )
    most_s: int = column(
        "Durée au plus",
        "أقصى مدة",
        "The longest that a plan may be asked to take.",
        default=86_400,
        unit="s",
        least=1,
        most=MOST_SECONDS,
    )
    most_processes: int = column(
        "Processus au plus",
        "أقصى عدد للعمليات",
        "Of a plan: 0 for all cores of its machine, or all workers of its cluster.",
        default=0,
        least=0,
        most=MOST_WORKERS,
    )
    dask: str = column("Dask", "عنوان Dask", "A cluster's scheduler; blank: this machine alone.", default="")


@row
class Approval:
    """[approval]: who approves plans."""

    role: Approver = column("Rôle", "الدور", "Approves what was submitted.", default="national")


@row
class Config:
    """config.toml.

    A trial runs with what is in the box; production refuses secrets that are no secrets.
    """

    mode: Literal["trial", "production"] = column("Mode", "الوضع", "What it is run for.", default="trial")
    language: Language = column("Langue", "اللغة", "Of whoever has chosen none.", default="fr")
    database: Database = column("Base de données", "قاعدة البيانات", "Where everything is kept.", default=Database())
    secret: Secret = column("Secret", "السر", "What nobody else may know.", default=Secret())
    server: Server = column("Serveur", "الخادم", "Where pages are served.", default=Server())
    sessions: Sessions = column("Sessions", "الجلسات", "How long people stay logged in.", default=Sessions())
    jobs: Jobs = column("Calculs", "الحسابات", "Who computes plans.", default=Jobs())
    approval: Approval = column("Approbation", "المصادقة", "Who approves plans.", default=Approval())


@cache
def config_columns() -> Mapping[str, Column]:
    """Return every key of config.toml, as `server.port`, with what it holds, in the order of the file."""
    keys: dict[str, Column] = {}
    for each in columns_of(Config):
        inside = columns_of(each.kind) if is_section(each) else ()
        keys |= {f"{each.name}.{inner.name}": inner for inner in inside} or {each.name: each}
    return MappingProxyType(keys)


def is_section(of_config: Column) -> bool:
    """Whether a field of `Config` is a section, not a value above the first one."""
    return is_dataclass(of_config.kind)


def variable_of(key: str) -> str:
    """Return the environment variable that sets a key: `RIAYA_`, section and key in capitals."""
    return PREFIX + key.replace(".", "_").upper()


def to_config(values: Mapping[str, Any]) -> Config:
    """Return the settings that have these values by key; keys that are left out take their defaults."""
    given: dict[str, Any] = {}
    for each in columns_of(Config):
        if is_section(each):
            inside = {key.partition(".")[2]: value for key, value in values.items() if key.startswith(f"{each.name}.")}
            given[each.name] = each.kind(**inside)
        elif each.name in values:
            given[each.name] = values[each.name]
    return Config(**given)
