"""The PostgreSQL role of the public process: what it may read and add, written only here.

`grant` makes it so, `excess` says what a role may do beyond it and `lacking` what it may not yet.
Asks the catalogue of the server, in which the rights of every role can be read; knows no model.
"""

from dataclasses import dataclass

from django.db import connection, transaction

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

PUBLIC_TABLES = (  # a test compares them with the public settings
    "asking_answer",
    *("knowledge_item", "knowledge_itemlink", "knowledge_itemtag"),
    "published_publishedsnapshot",
)
PUBLIC_ADDS = ("asking_asking",)  # rows may be added here, and not even read again
POWERS = ("rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication", "rolbypassrls")


class NoRoles(CairnError):
    text = noop("This instance is on SQLite, which has no roles; CAIRN_DATABASE names PostgreSQL.")


class UnknownRole(CairnError):
    text = noop(
        "PostgreSQL has no role %(role)s; its administrator makes one: createuser %(role)s."
    )


class TooMuch(CairnError):
    text = noop(
        "The role %(role)s may do more than read what is public: %(what)s. The public process "
        "needs a role of its own, made narrow by “cairn roles”."
    )


@dataclass(frozen=True, slots=True)
class Right:
    """One thing that a role may do: to a table, a sequence, a schema, or as another role."""

    what: str
    privilege: str

    def __str__(self) -> str:
        return f"{self.privilege} {self.what}"


_TABLES = """
SELECT CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END, p.name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('REFERENCES'),
                   ('TRIGGER')) AS p(name)
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%%'
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND CASE WHEN p.name IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
      THEN has_any_column_privilege(%(role)s, c.oid, p.name)
      ELSE has_table_privilege(%(role)s, c.oid, p.name) END
"""
_OTHERS = """
SELECT 'sequence ' || c.relname, 'USAGE' FROM pg_class c
WHERE CASE c.relkind WHEN 'S'  -- what is asked of other things is an error
      THEN has_sequence_privilege(%(role)s, c.oid, 'USAGE, SELECT, UPDATE') END
UNION ALL
SELECT 'schema ' || nspname, 'CREATE' FROM pg_namespace
WHERE nspname NOT LIKE 'pg\\_%%' AND has_schema_privilege(%(role)s, oid, 'CREATE')
UNION ALL
SELECT 'database ' || datname, 'CREATE' FROM pg_database
WHERE datname = current_database() AND has_database_privilege(%(role)s, oid, 'CREATE')
UNION ALL
SELECT 'function ' || p.proname, 'EXECUTE' FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND has_function_privilege(%(role)s, p.oid, 'EXECUTE')
UNION ALL
SELECT 'role ' || rolname, 'MEMBER' FROM pg_roles
WHERE rolname <> %(role)s AND pg_has_role(%(role)s, oid, 'MEMBER')
"""


def who_am_i() -> str:
    """The role with which this process speaks to PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def rights(role: str) -> frozenset[Right]:
    """Everything that the role may do in this database, by itself or through other roles."""
    _check_there(role)
    found = set()
    with connection.cursor() as cursor:
        for query in (_TABLES, _OTHERS):
            cursor.execute(query, {"role": role})
            found |= {Right(what, privilege) for what, privilege in cursor.fetchall()}
        for power in POWERS:
            cursor.execute(f"SELECT {power} FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone()[0]:
                found.add(Right(power.removeprefix("rol"), "IS"))
    return frozenset(found)


def excess(role: str) -> list[Right]:
    """What the role may do beyond reading what is public and adding what is asked."""
    return sorted(rights(role) - _due(), key=str)


def lacking(role: str) -> list[Right]:
    """What the public process needs and its role may not do yet."""
    return sorted(_due() - rights(role), key=str)


def check_narrow(role: str) -> None:
    """Raise a sentence that names the first few things that the role may do too much."""
    if found := excess(role):
        shown = ", ".join(map(str, found[:3]))
        raise TooMuch(role=role, what=shown + (", …" if len(found) > 3 else ""))


def grant(role: str) -> bool:
    """Let the role read what is public, add what is asked, and do nothing else; True if
    anything had to be changed.

    Run as the owner of the tables. Rights that a role has from another one, or from being a
    superuser, cannot be taken away here: they are told.
    """
    if not excess(role) and not lacking(role):
        return False
    quoted, database = _quoted(role), _quoted(connection.settings_dict["NAME"])
    tables = ", ".join(map(_quoted, PUBLIC_TABLES))
    added = ", ".join(map(_quoted, PUBLIC_ADDS))
    with transaction.atomic(), connection.cursor() as cursor:
        for everybody in ("PUBLIC", quoted):
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {everybody}")
            cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {everybody}")
            cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM {everybody}")
            cursor.execute(f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM {everybody}")
        cursor.execute(f"GRANT CONNECT ON DATABASE {database} TO {quoted}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT SELECT ON {tables} TO {quoted}")
        cursor.execute(f"GRANT INSERT ON {added} TO {quoted}")
    check_narrow(role)
    return True


def _due() -> frozenset[Right]:
    read = {Right(table, "SELECT") for table in PUBLIC_TABLES}
    return frozenset(read | {Right(table, "INSERT") for table in PUBLIC_ADDS})


def _check_there(role: str) -> None:
    if connection.vendor != "postgresql":
        raise NoRoles()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            raise UnknownRole(role=role)


def _quoted(name: str) -> str:
    return (
        connection.ops.quote_name(name) if '"' not in name else '"' + name.replace('"', '""') + '"'
    )
