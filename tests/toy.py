"""A toy data set: two mechanisms, four events, every table in use, no fault.

Tests break it in one way each; what is fact here is invented.
"""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

TABLES = {
    "sources": """\
source_id,title,publisher,origin,published,url,kind,reliability
notice,Notice of the second round,Gazette,,2020-05-01,,news,B
press,Press release of the second round,Ministry,,2020-06-11,https://example.org/press,official,A
yearbook,Yearbook of rounds,Yearbook,,2021,,reference,C
""",
    "places": """\
place_id,name,country,parent_place_id,latitude,longitude
capital,Capital,IND,country,28.6,77.2
country,Country,IND,,,
port,Port,JPN,,35.3,139.7
""",
    "actors": """\
actor_id,name,kind,country,parent_actor_id
ministry,Ministry,ministry,IND,state
navy,Navy,service,IND,ministry
state,State,state,IND,
""",
    "mechanisms": """\
mechanism_id,name,kind,domain,level,scope,stated_cadence,established,parent_mechanism_id,description
drill,Drill,exercise,sea,unit,bilateral,,,,A drill at sea.
talks,Talks,dialogue,joint,secretary,bilateral,P1Y,2019,,Yearly talks.
""",
    "events": """\
event_id,mechanism_id,parent_event_id,title,edition,start,end,place_id,mode,status,scope,description
drill-2020,drill,,Drill 2020,1,2020-03-02,2020-03-06,port,at_sea,held,bilateral,
drill-2020-sea,drill,drill-2020,Drill 2020 at sea,,2020-03-04,2020-03-06,port,at_sea,held,bilateral,
talks-2019,talks,,First talks,1,2019-06,,country,in_person,held,bilateral,
talks-2020,talks,,Second talks,2,2020-06-10,2020-06-10,capital,virtual,held,bilateral,
""",
    "numberings": """\
event_id,scheme,number,source_id
drill-2020,japan,4,yearbook
""",
    "participants": """\
event_id,actor_id,role,office,source_id
drill-2020,navy,host,,yearbook
talks-2020,ministry,co_chair,Secretary,press
""",
    "measures": """\
subject_id,actor_id,measure,value,unit,period,source_id
drill-2020,navy,ships,3,ships,,yearbook
""",
    "instruments": """\
instrument_id,title,kind,scope,signed,in_force,place_id,event_id,description
pact,Pact,agreement,bilateral,2020-06-10,2021,capital,talks-2020,
""",
    "relations": """\
subject_id,predicate,object_id,date,source_id
pact,builds_on,talks,,press
pact,enables,drill,,press
""",
    "claims": """\
claim_id,subject_id,field,value,source_id,locator,credibility,note
c1,drill,name,Drill,yearbook,,3,
c2,talks,name,The Talks,yearbook,,3,
c3,drill-2020,start,2020-03,yearbook,,3,
c4,drill-2020,edition,4,yearbook,,3,
c5,drill-2020-sea,start,2020-03-04,yearbook,,3,
c6,talks-2019,start,2019-06,yearbook,,3,
c7,talks-2020,start,2020-06-10,press,,2,
c8,talks-2020,start,2020-06-09,yearbook,page 3,4,
c9,talks-2020,place_id,country,yearbook,,4,
d1,talks-2020,status,announced,notice,,2,
d2,talks-2020,status,held,press,,2,
d3,pact,signed,2020-06-10,press,,2,
""",
    "rulings": """\
subject_id,field,rejected,reason,authority,decided
talks-2020,start,2020-06-09,The press release is of the day itself.,press,2026-11-22
""",
    "absences": """\
mechanism_id,edition,period,finding,searched,note
talks,,2021,not_held,2026-11,No round in 2021.
""",
    "aliases": """\
alias,subject_id
The Talks,talks
""",
    "curation": """\
evidence_id,subject_id,disposition,note
e1,talks-2020,curated,
e2,,set_aside,Speaks of something else.
""",
}


def write_toy(folder: Path) -> Path:
    """Write the toy data set into a folder and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "data" / "datapackage.json", folder)
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return folder


def edit(folder: Path, table: str, old: str, new: str) -> None:
    """Replace the one place where ``old`` stands in a table."""
    path = folder / f"{table}.csv"
    text = path.read_bytes().decode("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {table}.csv"
    path.write_bytes(text.replace(old, new).encode("utf-8"))
