"""A campaign so small that it can be reckoned by hand: one region, two provinces, six weeks of winter."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from planner.check_campaign.build import build_campaign
from planner.errors import Fault
from planner.files.read import read_rows

TOML: Final = """\
format = 1
[campaign]
code = "tiny"
name_fr = "Toute petite campagne"
start = 2024-01-08
end = 2024-02-18
[policy]
visits = { red = 3, orange = 2 }
gap_min_days = 14
gap_max_days = 20
coverage_floor = 0.2
[budget]
total_mad = 60000.00
[solve]
seconds = 10
workers = 1
"""

TABLES: Final = {
    "regions": "code,name_fr,name_ar\nR1,Béni Mellal-Khénifra,بني ملال خنيفرة\n",
    "provinces": "code,region,name_fr,name_ar\nP1,R1,Azilal,أزيلال\nP2,R1,Khénifra,\n",
    "douars": """\
code,name_fr,name_ar,province,lat,lon,altitude_m,risk,population,children,visits
D1,Aït Bouguemez,,P1,31.66,-6.44,1850,red,240,80,
D2,Tizi n'Tirghist,,P1,31.67,-6.45,2100,orange,120,,
D3,,أيت عباس,P1,31.75,-6.62,1500,yellow,180,,1
D4,Aghbala,,P2,32.48,-5.65,1600,orange,300,,
""",
    "points": """\
code,name_fr,province,lat,lon,altitude_m,access,foot_min,venue,weekdays,opens,closes
A,École de Tabant,P1,31.66,-6.43,1840,road,,school,,,
B,Souk des Aït Abbas,P1,31.76,-6.61,1480,track,10,souk,mon|wed|fri,09:00,16:00
C,Aghbala,P2,32.48,-5.64,1590,track,,,,,
""",
    "catchments": "douar,point,walk_min\nD1,A,20\nD2,A,45\nD3,B,\nD4,C,15\n",
    "centres": """\
code,name_fr,province,kind,lat,lon,altitude_m,lodging,ambulance_posts
C1,Hôpital d'Azilal,P1,hospital,31.96,-6.57,1370,8,2
C2,Centre de Tabant,P1,centre,31.65,-6.42,1830,4,1
C3,Centre d'Aghbala,P2,centre,32.47,-5.66,1600,0,1
""",
    "units": """\
code,province,base,access,clinicians,consultations_per_day,hire_mad_per_day
U1,P1,C1,track,2,60,150.00
U2,P2,C3,track,2,60,
""",
    "ambulances": """\
code,province,category,access,base,upkeep_mad_per_day
M1,P1,B,track,,20.00
M2,P2,B,road,C3,15.00
""",
    "staff": """\
code,name,profession,specialty,province,max_days_per_week,max_days
S01,Amal,doctor,,P1,5,
S02,Brahim,nurse,,P1,5,
S03,Chaima,nurse,,P1,5,
S04,Driss,driver,,P1,5,
S05,Elham,doctor,,P2,5,
S06,Fatima,nurse,,P2,5,
S07,Ghali,nurse,,P2,5,
S08,Hamid,driver,,P2,5,
S09,Ikram,specialist,cardiologie,P1,5,10
S10,Jamal,driver,,P1,5,
S11,Karim,driver,,P2,5,
""",
    "leave": "staff,from,to\nS01,2024-01-29,2024-01-31\n",
    "crews": """\
crew,profession,specialty,count
unit,doctor,,1
unit,nurse,,2
unit,driver,,1
caravan,specialist,cardiologie,1
caravan,driver,,1
""",
    "equipment": "code,kind,region\nE1,ultrasound,R1\n",
    "caravans": """\
code,kind,region,days,earliest,latest,equipment,consultations_per_day,radius_km,fixed_mad
K1,cardiology,R1,2,2024-01-20,2024-02-11,ultrasound:1,40,15,9000.00
""",
    "closures": "from,to,access,point\n2024-01-22,2024-01-26,track,B\n",
    "caps": "region,province,chapter,amount_mad\n,,fuel,9000.00\n,P2,,25000.00\nR1,,caravans,10000.00\n",
    "travel": "from,to,minutes,km\nC1,A,95,54.5\nA,C1,90,54.5\n",
}


def write_tiny(folder: Path) -> Path:
    """Write the campaign into a new folder and return it."""
    folder.mkdir(parents=True)
    (folder / "campaign.toml").write_text(TOML, "utf-8")
    for name, table in TABLES.items():
        (folder / f"{name}.csv").write_text(table, "utf-8")
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file, which must be there; an empty `old` appends."""
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1) if old else text + new, "utf-8")


def faults_in(path: Path) -> tuple[Fault, ...]:
    """Return what is wrong with a campaign."""
    return build_campaign(read_rows(path))[1]


def told(faults: Iterable[Fault]) -> list[tuple[str, int, str, str, str]]:
    """Return where each fault is, the value there and its code, in order."""
    return [(fault.file, fault.row, fault.column, fault.value, fault.code) for fault in faults]
