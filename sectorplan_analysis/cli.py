"""The ``sectorplan`` command: what evaluators type.

Heavy libraries are imported by the sub-command that needs them, so that help and mistakes in the call answer at once.
"""

from __future__ import annotations

import argparse
import atexit
import datetime as dt
import gc
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from sectorplan_analysis.errors import CallError, DeliveryError, SectorplanError, explain
from sectorplan_analysis.logboek import log_judgement, log_outcome, open_log

if TYPE_CHECKING:
    from sectorplan_analysis.cluster import Cluster
    from sectorplan_analysis.judge import Judged
    from sectorplan_analysis.reuse import Outcome
    from sectorplan_analysis.rondes.config import RondeConfig

DONE, FOUTEN, CANNOT, FAILED = 0, 1, 2, 3
#: Failed pages that are named; more would not fit on a screen.
_SHOWN = 10
_UNCHANGED = "Er is niets veranderd en alles is nog zoals het is gemaakt: er hoeft niets opnieuw (wel met --fresh)."
_DEFAULTS: dict[str, Any] = {
    "raw": "data/raw",
    "processed": "data/processed",
    "reports": "reports",
    "without": [],
    "jobs": None,
    "edition": None,
    "pdf": False,
    "fresh": False,
    "scheduler": None,
}


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in Dutch."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "gebruik: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """Argument parser that helps and complains in Dutch."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **options)
        self._positionals.title, self._optionals.title = "gegevens", "opties"
        self.add_argument("-h", "--help", action="help", help="toont deze hulp")
        self.add_argument(
            "--log-file",
            metavar="BESTAND",
            default=argparse.SUPPRESS,
            help="vult een logboek aan, met alleen aantallen",
        )
        self.add_argument(
            "--debug",
            action="store_true",
            default=argparse.SUPPRESS,
            help="toont bij een fout ook de technische kant; die kan gegevens bevatten",
        )

    def error(self, message: str) -> NoReturn:
        print(f"sectorplan: {_dutch(message)} Zie 'sectorplan --help'.", file=sys.stderr)
        raise SystemExit(CANNOT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status (0 done, 1 findings or no delivery, 2 cannot, 3 a notebook failed)."""
    options = make_parser().parse_args(arguments)
    # Python would go through all that is still there before it ends, which takes longer than having nothing to do
    atexit.register(gc.freeze)
    begun, status = time.monotonic(), CANNOT
    try:
        path = vars(options).get("log_file")
        with open_log(Path(path) if path else None) as options.log, ExitStack() as options.held:
            options.log("begin", opdracht=_name(options))
            try:
                status = int(options.command(options))
            except BaseException as error:
                status = getattr(error, "status", CANNOT)
                options.log("afgebroken", soort=_place(error))
                raise
            finally:
                options.log("einde", status=status, seconden=round(time.monotonic() - begun, 1))
            return status
    except Exception as error:
        if "debug" in options:
            traceback.print_exception(error)
        return _complain(error)
    except KeyboardInterrupt:
        print("\nsectorplan: afgebroken; er is niets gepubliceerd.", file=sys.stderr)
        return CANNOT


def _complain(error: Exception) -> int:
    """Say in one sentence what went wrong; gives the exit status."""
    if isinstance(error, SectorplanError):
        print(f"sectorplan: {error}", file=sys.stderr)
        return error.status
    if isinstance(error, OSError):
        print(f"sectorplan: {explain(error)}", file=sys.stderr)
        return CANNOT
    # a mistake of ours; a traceback could repeat values of a delivery, so only its place is said
    print(
        f"sectorplan: onverwachte fout, {_place(error)}. Meld dit aan de makers; met --debug ziet u meer.",
        file=sys.stderr,
    )
    return CANNOT


def _name(options: argparse.Namespace) -> str:
    return str(options.command.__name__.strip("_"))


def _place(error: BaseException) -> str:
    """Kind of error and the line of this package where it arose."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "sectorplan_analysis" in frame.filename]
    where = f" in {Path(frames[-1].filename).name}, regel {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def make_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="sectorplan",
        description="Van leveringen van de umc's naar de pagina's van een evaluatieronde.",
        epilog="Voorbeelden:\n"
        "  sectorplan check 2025-12-31                     alleen de leveringen lezen en beoordelen\n"
        "  sectorplan run 2025-12-31                       alles maken, van levering tot pagina's\n"
        "  sectorplan run 2025-12-31 --without umcg        zonder een umc die nog niet heeft geleverd\n"
        "  sectorplan run 2024-12-31 --raw leveringen      een eerdere peildatum, uit een andere map\n"
        "  sectorplan template                             lege werkboeken om naar de umc's te sturen\n"
        "  sectorplan new-round 2026-12-31                 een nieuwe ronde klaarmaken\n"
        "  sectorplan rounds                               de stand van elke ronde\n"
        "  sectorplan revisions 2024-12-31 2025-12-31      wat een nieuwere levering anders zegt over toen\n"
        "  sectorplan verify reports/2025-12-31            of alle bestanden nog zijn zoals gemaakt\n"
        "  sectorplan trace structureel_pct --umc lumc --peildatum 2025-12-31\n"
        "                                                  de rijen achter een getal",
    )
    commands = parser.add_subparsers(title="opdrachten", metavar="OPDRACHT", required=True, parser_class=_Parser)
    run = _command(commands, "run", _run, "Maakt een ronde: tabellen, notebooks en pagina's.", "run 2025-12-31")
    run.add_argument("--processed", metavar="MAP", help="map voor de verwerkte tabellen (data/processed)")
    run.add_argument("--jobs", metavar="N", type=_positive, help="aantal pagina's tegelijk (aantal processorkernen)")
    run.add_argument("--edition", choices=["intern", "openbaar"], help="alleen deze editie (beide)")
    run.add_argument("--fresh", action="store_const", const=True, help="maakt ook wat niet is veranderd opnieuw")
    run.add_argument(
        "--scheduler",
        metavar="ADRES",
        help="laat een bestaand Dask-cluster het werk doen, bijvoorbeeld tcp://adres:8786",
    )
    run.add_argument("--pdf", action="store_const", const=True, help="ook een pdf van elke pagina (met Chromium)")
    _command(commands, "check", _check, "Leest en beoordeelt alleen de leveringen.", "check 2025-12-31")
    _add_verify(commands)
    _add_trace(commands)
    text = "Maakt lege werkboeken voor een levering, met uitleg, keuzelijsten en controles."
    template = commands.add_parser(
        "template", help=text, description=text, epilog="Voorbeeld: sectorplan template --output sjablonen"
    )
    template.add_argument("--output", metavar="MAP", default="sjablonen", help="map voor de werkboeken (sjablonen)")
    template.add_argument(
        "--peildatum", metavar="PEILDATUM", type=_date, help="met de umc's van deze ronde (die van 2022, tot een fusie)"
    )
    template.set_defaults(command=_template)
    _add_new_round(commands)
    _add_rounds(commands)
    _add_revisions(commands)
    return parser


def _add_verify(commands: Any) -> None:
    text = "Controleert of een ronde nog precies is zoals zij is gemaakt."
    verify = commands.add_parser(
        "verify", help=text, description=text, epilog="Voorbeeld: sectorplan verify reports/2025-12-31"
    )
    verify.add_argument("map", metavar="MAP", help="map van een ronde of van een editie")
    verify.add_argument("--raw", metavar="MAP", help="controleert ook de levering in deze map (data/raw)")
    verify.add_argument("--processed", metavar="MAP", help="controleert ook de verwerkte tabellen (data/processed)")
    verify.set_defaults(command=_verify)


def _add_trace(commands: Any) -> None:
    text = "Herleidt een getal tot de rijen van de levering waar het uit komt."
    example = "sectorplan trace structureel_pct --umc lumc --peildatum 2025-12-31"
    trace = commands.add_parser("trace", help=text, description=text, epilog=f"Voorbeeld: {example}")
    trace.add_argument("naam", metavar="NAAM", help="naam van de indicator, zoals in tabellen/indicatoren.csv")
    trace.add_argument("--peildatum", type=_date, required=True, metavar="DATUM", help="dag van de stand")
    trace.add_argument("--umc", metavar="UMC", default="", help="alleen dit umc, bijvoorbeeld lumc (alle)")
    trace.add_argument("--processed", metavar="MAP", help="map met de verwerkte tabellen (data/processed)")
    trace.add_argument("--reports", metavar="MAP", help="map voor het bestand met de rijen (reports)")
    trace.set_defaults(command=_trace)


def _add_new_round(commands: Any) -> None:
    text = "Maakt een nieuwe ronde klaar: map voor de leveringen, vermelding in rondes.toml en een checklist."
    command = commands.add_parser(
        "new-round", help=text, description=text, epilog="Voorbeeld: sectorplan new-round 2026-12-31"
    )
    command.add_argument("peildatum", type=_date, metavar="PEILDATUM", help="dag van de stand, bijvoorbeeld 2026-12-31")
    command.add_argument(
        "--raw", metavar="MAP", default=_DEFAULTS["raw"], help="map met een map per levering (data/raw)"
    )
    command.set_defaults(command=_new_round)


def _new_round(options: argparse.Namespace) -> int:
    from sectorplan_analysis.rapport.rondelijst import new_round_text
    from sectorplan_analysis.rondes.config import find_config
    from sectorplan_analysis.rondes.nieuw import new_round

    made = new_round(options.peildatum, raw=Path(options.raw), path=find_config())
    print(new_round_text(made), file=sys.stderr)
    print(made.map)
    return DONE


def _add_rounds(commands: Any) -> None:
    text = "Toont de stand van elke ronde: wat is geleverd, gevonden en gemaakt."
    command = commands.add_parser("rounds", help=text, description=text, epilog="Voorbeeld: sectorplan rounds")
    command.add_argument(
        "--raw", metavar="MAP", default=_DEFAULTS["raw"], help="map met een map per levering (data/raw)"
    )
    command.add_argument(
        "--reports", metavar="MAP", default=_DEFAULTS["reports"], help="map met de pagina's en bevindingen (reports)"
    )
    command.set_defaults(command=_rounds)


def _rounds(options: argparse.Namespace) -> int:
    from sectorplan_analysis.rapport.rondelijst import rounds_text
    from sectorplan_analysis.rondes.config import find_config
    from sectorplan_analysis.rondes.staat import round_states

    print(rounds_text(round_states(raw=Path(options.raw), reports=Path(options.reports), path=find_config())))
    return DONE


def _add_revisions(commands: Any) -> None:
    text = "Toont wat een nieuwere levering anders zegt over de peildatum van een oudere."
    command = commands.add_parser(
        "revisions", help=text, description=text, epilog="Voorbeeld: sectorplan revisions 2024-12-31 2025-12-31"
    )
    command.add_argument("ouder", type=_date, metavar="OUDER", help="peildatum van de oudere levering")
    command.add_argument("nieuwer", type=_date, metavar="NIEUWER", help="peildatum van de nieuwere levering")
    command.add_argument(
        "--raw", metavar="MAP", default=_DEFAULTS["raw"], help="map met een map per levering (data/raw)"
    )
    command.add_argument("--output", metavar="BESTAND", help="schrijft alle getallen ook als csv in dit bestand")
    command.set_defaults(command=_revisions)


def _revisions(options: argparse.Namespace) -> int:
    from sectorplan_analysis.judge import compare_deliveries
    from sectorplan_analysis.publish import write_csv
    from sectorplan_analysis.rapport.herzieningen import as_text
    from sectorplan_analysis.rondes.config import load_ronde_config

    found, notes = compare_deliveries(
        load_ronde_config(options.ouder), load_ronde_config(options.nieuwer), raw=Path(options.raw)
    )
    for note in notes:
        print(f"sectorplan: {note}", file=sys.stderr)
    print(as_text(found, options.ouder))
    if options.output:
        write_csv(found, Path(options.output))
    return DONE


def _command(commands: Any, name: str, function: Any, text: str, example: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=text,
        description=text,
        epilog=f"Voorbeeld: sectorplan {example}",
    )
    command.add_argument("peildatum", type=_date, metavar="PEILDATUM", help="dag van de stand, bijvoorbeeld 2025-12-31")
    command.add_argument("--raw", metavar="MAP", help="map met een map per levering (data/raw)")
    command.add_argument("--reports", metavar="MAP", help="map voor de pagina's en bevindingen (reports)")
    command.add_argument(
        "--without", metavar="UMC", nargs="+", action="extend", help="umc's die worden weggelaten, bijvoorbeeld umcg"
    )
    command.set_defaults(command=function)
    return command


def _date(text: str) -> dt.date:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        date = None
    if date is None or text != date.isoformat():
        raise argparse.ArgumentTypeError(f"'{text}' is geen peildatum; schrijf jjjj-mm-dd, zoals 2025-12-31.")
    return date


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is geen aantal van 1 of meer.")
    return int(text)


def _dutch(message: str) -> str:
    """The few messages of argparse that an evaluator can meet, in Dutch."""
    for english, dutch in (
        ("the following arguments are required: ", "dit ontbreekt in de opdracht: "),
        ("unrecognized arguments: ", "dit hoort niet in de opdracht: "),
        ("expected at least one argument", "hier hoort een waarde achter"),
        ("expected one argument", "hier hoort een waarde achter"),
        ("invalid choice: ", "onbekende keuze: "),
        ("choose from", "kies uit"),
        ("argument ", "bij "),
    ):
        message = message.replace(english, dutch)
    return message if message.endswith(".") else f"{message}."


def _options(options: argparse.Namespace, config: Any) -> dict[str, Any]:
    """Options of the call, else of the round's configuration, else the defaults."""
    unknown = set(config.opties) - set(_DEFAULTS)
    if unknown:
        raise CallError(f"rondes.toml noemt een onbekende optie: {', '.join(sorted(unknown))}.")
    chosen = {name: value for name, value in vars(options).items() if name in _DEFAULTS and value is not None}
    return {**_DEFAULTS, **config.opties, **chosen}


def _prepare(options: argparse.Namespace) -> tuple[RondeConfig, dict[str, Any]]:
    """Configuration and options of a call that works on a round, which is nobody else's from then on."""
    from sectorplan_analysis.rondes.config import at_delivery, load_ronde_config

    config = load_ronde_config(options.peildatum)
    chosen = _options(options, config)
    config = at_delivery(config, Path(chosen["raw"]))
    if chosen["edition"] not in (None, "intern", "openbaar"):
        raise CallError(f"rondes.toml noemt een onbekende editie: {chosen['edition']}. Kies intern of openbaar.")
    _hold(options, chosen)
    return config, chosen


def _judge(options: argparse.Namespace, config: RondeConfig, chosen: dict[str, Any]) -> tuple[Judged, str]:
    """The judged delivery, and in words what was read and found; that is on the screen by then."""
    from sectorplan_analysis.judge import judge
    from sectorplan_analysis.rapport.terminal import judgement

    options.cluster = _connect(options, chosen["scheduler"]) if chosen["scheduler"] else None
    judged = judge(
        config,
        raw=Path(chosen["raw"]),
        reports=Path(chosen["reports"]),
        without=chosen["without"],
        over=options.cluster.map if options.cluster else None,
    )
    text = judgement(judged.levering, config, levering_van=judged.peildatum, without=chosen["without"])
    print(text, file=sys.stderr)
    log_judgement(options.log, judged)
    return judged, text


def _connect(options: argparse.Namespace, address: str) -> Cluster:
    """The cluster to work on, until this call ends."""
    from sectorplan_analysis.cluster import connect

    cluster: Cluster = options.held.enter_context(connect(address))
    cluster.warm_up()
    if cluster.open_line:
        print(
            f"sectorplan: let op, de lijn naar {address} is niet versleuteld, en er gaan persoonsgegevens over. "
            "Gebruik tls://, of alleen een afgesloten netwerk.",
            file=sys.stderr,
        )
    return cluster


def _hold(options: argparse.Namespace, chosen: dict[str, Any]) -> None:
    """Wait until no other call writes to this round, and keep others away until this one ends.

    An openbaar edition is also kept apart from those of other rounds: what it must hide depends on what they show.
    """
    from sectorplan_analysis.slot import hold

    day = options.peildatum.isoformat()
    # everyone takes them in this order, so that two calls never wait for each other
    wanted = [("reports", day)]
    if "processed" in vars(options):
        wanted = [("processed", day), *wanted]
        wanted += [("reports", "openbaar")] if chosen["edition"] != "intern" else []
    for folder, name in wanted:
        claim = hold(
            Path(chosen[folder]),
            name,
            opdracht=f"sectorplan {_name(options)} {day}",
            say=lambda line: print(f"sectorplan: {line}", file=sys.stderr, flush=True),
        )
        options.held.enter_context(claim)


def _check(options: argparse.Namespace) -> int:
    config, chosen = _prepare(options)
    judged, _ = _judge(options, config, chosen)
    print(Path(chosen["reports"]) / options.peildatum.isoformat() / "bevindingen" / "bevindingen.csv")
    return FOUTEN if judged.fouten else DONE


def _verify(options: argparse.Namespace) -> int:
    from sectorplan_analysis.verify import verify

    beside = {name: Path(vars(options)[name]) for name in ("raw", "processed") if vars(options)[name]}
    found = verify(Path(options.map), **beside)
    for oordeel in found:
        print(*oordeel.regels, sep="\n")
    return DONE if all(oordeel.goed for oordeel in found) else FOUTEN


def _trace(options: argparse.Namespace) -> int:
    from sectorplan_analysis.rondes.config import load_ronde_config
    from sectorplan_analysis.trace import explain_trace, processed_round, readings, trace, write_trace

    names = readings(options.naam)
    chosen = _options(options, load_ronde_config(options.peildatum))
    ronde = processed_round(options.peildatum, processed=Path(chosen["processed"]))
    if options.umc and options.umc not in ronde.aanwezig:
        raise CallError(f"--umc noemt '{options.umc}', dat geen cijfers heeft. Kies uit: {', '.join(ronde.aanwezig)}.")
    part = ronde.alleen(options.umc) if options.umc else ronde
    if len(names) > 1:
        print(f"'{options.naam}' heeft {len(names)} lezingen, die niet hetzelfde zijn. Noem er één bij haar naam.\n")
    for name in names:
        spoor = trace(name, part)
        path = write_trace(spoor, reports=Path(chosen["reports"]), peildatum=options.peildatum, umc=options.umc)
        print(f"{explain_trace(spoor, part)}\n  rijen   {path} (vertrouwelijk)")
    return DONE


def _template(options: argparse.Namespace) -> int:
    from sectorplan_analysis.rondes.config import load_ronde_config
    from sectorplan_analysis.template import write_templates

    config = load_ronde_config(options.peildatum) if options.peildatum else None
    umcs = {umc: config.namen[umc] for umc in config.umcs} if config else None
    for path in write_templates(Path(options.output), umcs=umcs):
        print(path)
    return DONE


def _run(options: argparse.Namespace) -> int:
    outcome, _ = make_round(options)
    if outcome.failures:
        print(_failed(outcome, debug="debug" in options), file=sys.stderr)
        return FAILED
    if outcome.refused:
        print(f"sectorplan: {outcome.refused}", file=sys.stderr)
    if outcome.index is not None:
        print(outcome.index)
    return CANNOT if outcome.refused else DONE


def make_round(options: argparse.Namespace) -> tuple[Outcome, Sequence[str]]:
    """What ``sectorplan run`` does, with progress on a terminal or in a notebook; `rapport.uitvoering.run` too.

    Returns
    -------
    tuple
        What was made, and the editions that were asked for.

    Raises
    ------
    DeliveryError
        When the delivery has fouten.
    """
    from sectorplan_analysis import reuse
    from sectorplan_analysis.pdf import find_browser
    from sectorplan_analysis.publish import EDITIES, OPENBAAR
    from sectorplan_analysis.warm import warm_up

    config, chosen = _prepare(options)
    browser = find_browser() if chosen["pdf"] else None
    raw, processed, reports = (Path(chosen[name]) for name in ("raw", "processed", "reports"))
    editions = [chosen["edition"]] if chosen["edition"] else EDITIES
    memory = reuse.Memory(
        config,
        raw=raw,
        processed=processed,
        reports=reports,
        without=chosen["without"],
        editions=editions,
        browser=browser,
    )
    made = reuse.NOTHING if chosen["fresh"] else memory.load()
    begun = memory.key()
    if memory.unchanged(made, begun=begun):
        print(made.tekst, _UNCHANGED, sep="\n", file=sys.stderr)
        options.log("ongewijzigd", bestanden=sum(map(len, made.bestanden.values())))
        return reuse.Outcome(reports / config.peildatum.isoformat() / editions[0] / "index.html"), editions
    if not chosen["scheduler"]:
        warm_up()
    judged, text = _judge(options, config, chosen)
    if judged.fouten:
        raise DeliveryError("er zijn fouten in de leveringen; er is geen pagina gemaakt.")
    from tqdm.auto import tqdm

    from sectorplan_analysis.documents import default_jobs
    from sectorplan_analysis.pipeline import run_round

    with tqdm(desc="Pagina's", file=sys.stderr, bar_format="{desc}: {n_fmt}/{total_fmt} |{bar}| {elapsed}") as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        outcome = run_round(
            judged,
            config,
            processed=processed,
            reports=reports,
            without=chosen["without"],
            jobs=chosen["jobs"] or default_jobs(),
            make=options.cluster.make_documents if options.cluster else None,
            editions=editions,
            browser=browser,
            made=made,
            progress=progress,
            say=lambda line: tqdm.write(line, file=sys.stderr),
        )
    log_outcome(options.log, outcome)
    if OPENBAAR not in editions:
        outcome = replace(outcome, refused="")
    if outcome.record.documenten and not outcome.refused:
        # the round is there; without a record the next run makes it all again
        with suppress(OSError):
            memory.save(outcome.record, text, begun=begun)
    return outcome, editions


def _failed(outcome: Outcome, *, debug: bool) -> str:
    """What to do about documents that failed, on one screen."""
    failures = outcome.failures
    lines = [f"  {Path(outcome.index or '', f.page)}: {f.reason if debug else f.soort}" for f in failures]
    shown = lines if debug else lines[:_SHOWN]
    more = [f"  en nog {len(lines) - len(shown)}, in dezelfde map"] if len(lines) > len(shown) else []
    return "\n".join(
        [
            f"sectorplan: mislukt: {len(lines)} pagina's. De editie die er stond, is niet vervangen.",
            *shown,
            *more,
            "Op elke pagina staat de cel die mislukte bovenaan. Meld de makers de naam van de pagina en de soort fout.",
            "Stuur de pagina zelf niet op: er kunnen gegevens op staan. Met --debug ziet u hier ook de melding.",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
