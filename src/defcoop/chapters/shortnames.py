"""Names as a figure prints them where the full ones are too long; sentences use the full names."""

import pandas as pd

INSTRUMENTS = {
    "acsa-rpss": "Supplies and services (ACSA)",
    "action-plan-2009": "Action plan on security",
    "civil-nuclear-agreement": "Civil nuclear agreement",
    "civil-nuclear-memorandum-2015": "Civil nuclear memorandum",
    "classified-military-information-agreement": "Classified information agreement",
    "coast-guard-memorandum-2006": "Coast guard memorandum",
    "cyber-security-moc": "Cyber security memorandum",
    "defence-cooperation-memorandum-2014": "Defence cooperation memorandum",
    "economic-security-declaration-2026": "Economic security declaration",
    "eight-fold-initiative-2005": "Eight-fold Initiative",
    "equipment-technology-transfer-agreement": "Equipment transfer agreement",
    "global-partnership-2000": "Global Partnership",
    "ict-moc": "Communications memorandum",
    "japan-strategic-documents-2022": "Japan's strategic documents",
    "joint-declaration-2008": "Joint Declaration on security",
    "joint-declaration-2025": "Joint Declaration renewed",
    "joint-press-statement-2009": "Defence press statement",
    "joint-statement-2006": "Defence joint statement",
    "joint-statement-2006-december": "Strategic partnership statement",
    "joint-statement-2011-december": "Summit statement",
    "joint-statement-2013-may": "Summit statement, May",
    "joint-statement-2014-january": "Summit statement, January",
    "joint-statement-2017-september": "Summit statement",
    "joint-statement-2022-march": "Summit statement",
    "joint-statement-2plus2-2019": "First 2+2 statement",
    "joint-vision-2025": "Joint Vision for ten years",
    "national-security-strategy-2013": "Japan's security strategy",
    "navy-implementing-arrangement": "Navy implementing arrangement",
    "osa-guidelines-2023": "Security assistance guidelines",
    "roadmap-2007": "Roadmap statement",
    "three-principles": "Three Principles on transfers",
    "three-principles-arms-exports": "Arms export principles",
    "three-principles-revision-2023": "Principles revised",
    "three-principles-revision-2024": "Principles revised (fighter)",
    "three-principles-revision-2026": "Five-category limit ended",
    "tokyo-declaration-2014": "Tokyo Declaration",
    "ugv-project-arrangement-2018": "UGV project arrangement",
    "unicorn-memorandum-of-implementation": "UNICORN memorandum",
    "us-2-mahindra-shinmaywa-memorandum-2018": "US-2 company memorandum",
    "vision-2010": "Vision for a decade",
    "vision-2025": "Vision 2025",
    "vision-statement-2018": "Vision Statement",
}

MECHANISMS = {
    "comprehensive-security-dialogue": "Comprehensive Security Dialogue",
    "cope-india": "Cope India (Japan observing)",
    "defence-ministers-calls": "Defence ministers' calls",
    "defence-ministers-sideline-meetings": "Defence ministers' sideline meetings",
    "defence-director-general-talks": "Director-general level talks",
    "defence-official-visits": "Defence secretaries' visits",
    "disarmament-consultations": "Disarmament consultations",
    "economic-security-dialogue": "Economic security dialogue",
    "fleet-commander-visits": "Fleet commanders' visits",
    "icg-jcg-high-level-meeting": "Meeting of the heads of coast guard",
    "icg-jcg-hns-drill": "Coast guard pollution drill",
    "in-jmsdf-passex": "Passage exercises",
    "joint-staff-chief-exchanges": "Chiefs of joint staff, visits",
    "jwg-detc": "Equipment working group (JWG-DETC)",
    "maritime-air-asw-exercise": "Maritime air exercise",
    "ministerial-2plus2": "2+2 of foreign and defence ministers",
    "prime-ministers-meetings": "Prime ministers' other meetings",
    "quad-counter-terrorism-exercise": "Quad counter-terrorism exercise",
    "trilateral-india-japan-us-ministers": "India-Japan-US ministers",
    "vice-ministerial-2plus2": "2+2 of secretaries",
}


def mechanism_names(mechanisms: pd.DataFrame) -> dict[str, str]:
    """Return the name of each mechanism in print; its full name where no shorter one is known."""
    names = zip(mechanisms["mechanism_id"], mechanisms["name"], strict=True)
    return {str(key): MECHANISMS.get(str(key), str(name)) for key, name in names}


def instrument_names(instruments: pd.DataFrame) -> dict[str, str]:
    """Return the name of each instrument in print; its title where no shorter one is known."""
    titles = zip(instruments["instrument_id"], instruments["title"], strict=True)
    return {str(key): INSTRUMENTS.get(str(key), str(title)) for key, title in titles}
