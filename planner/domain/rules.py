"""The rules of the contract: one name for each wherever it is spoken of, and its sentence in three languages.

`planner.check_plan` has a function of each name, the tests a plan that breaks it.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from planner.errors import Language


class Sentence(NamedTuple):
    """One sentence in the languages of the program."""

    fr: str
    ar: str
    en: str


class Rule(Enum):
    """What every plan keeps; in the order in which it is checked."""

    # --- shape
    REFERENCES = Sentence(
        "Chaque code du plan existe dans la campagne ou dans le plan lui-même.",
        "كل رمز في الخطة موجود في الحملة أو في الخطة نفسها.",
        "Every code in a plan exists in the campaign or in the plan itself.",
    )
    UNIQUE_ROWS = Sentence("Aucune ligne ne figure deux fois.", "لا يرد أي سطر مرتين.", "No row is there twice.")

    # --- tours
    OPEN_DAYS = Sentence(
        "Une tournée n'a lieu que les jours ouverts.",
        "لا تجري الجولات إلا في الأيام المفتوحة.",
        "A tour runs on open days only.",
    )
    ONE_TOUR_AT_A_TIME = Sentence(
        "Une tournée a une seule unité, et une unité une seule tournée par jour.",
        "لكل جولة وحدة واحدة، ولكل وحدة جولة واحدة في اليوم.",
        "A tour has one unit, and a unit one tour a day.",
    )
    UNIT_WEEK = Sentence(
        "Une unité ne fait pas plus de jours de tournée du lundi au dimanche que la règle n'en permet.",
        "لا تتجاوز أيام جولات الوحدة من الاثنين إلى الأحد العدد المسموح به.",
        "A unit tours on no more days from Monday to Sunday than the policy allows.",
    )
    UNIT_AVAILABLE = Sentence(
        "Une unité ne roule que pendant ses propres dates.",
        "لا تعمل الوحدة إلا بين تاريخي توفرها.",
        "A unit tours within its own dates.",
    )
    TOUR_CODE = Sentence(
        "Le code d'une tournée est celui de l'unité, @ et la première date.",
        "رمز الجولة هو رمز الوحدة ثم @ ثم أول تاريخ.",
        "A tour's code is its unit's, @, and its first date.",
    )
    TOUR_PROVINCE = Sentence(
        "Une tournée reste dans la province de son unité : points et étapes de nuit compris.",
        "تبقى الجولة داخل إقليم وحدتها، بما في ذلك نقط التجمع وأماكن المبيت.",
        "A tour stays in its unit's province, points and night stops included.",
    )
    TOUR_CHAIN = Sentence(
        "Une tournée part de sa base, repart chaque lendemain d'où elle a dormi, et finit à sa base.",
        "تنطلق الجولة من قاعدتها، وتستأنف كل يوم تال من حيث باتت، وتنتهي في قاعدتها.",
        "A tour leaves its base, goes on each next day from where it slept, and ends at its base.",
    )
    TOUR_SERVES = Sentence(
        "Une tournée dessert au moins un point.",
        "تخدم كل جولة نقطة تجمع واحدة على الأقل.",
        "A tour serves at least one point.",
    )
    NIGHT_STOPS = Sentence(
        "Une tournée ne dépasse pas les nuits permises, et un centre ne loge pas plus qu'il n'a de couchages.",
        "لا تتجاوز الجولة عدد الليالي المسموح به، ولا يؤوي أي مركز أشخاصا أكثر من أسرته.",
        "A tour has no more nights than allowed, and no centre lodges more persons than it can.",
    )
    STOPS_IN_ORDER = Sentence(
        "Les arrêts d'un jour sont numérotés 1, 2, 3… ; le service commence après la marche d'approche et le départ "
        "suit aussitôt la marche de retour.",
        "ترقم محطات اليوم 1 و2 و3…؛ وتبدأ الخدمة في المحطة بعد المشي إليها، ويكون الانطلاق فور المشي رجوعا منها.",
        "A day's stops are numbered 1, 2, 3…; service starts after the walk there, and the unit leaves right after the "
        "walk back.",
    )
    POINT_ONCE_A_DAY = Sentence(
        "Une tournée dessert un point au plus une fois par jour.",
        "تخدم الجولة نقطة التجمع مرة واحدة على الأكثر في اليوم.",
        "A tour serves a point once a day at most.",
    )
    ACCESS = Sentence(
        "Une unité ne va qu'aux points que son véhicule peut atteindre.",
        "لا تذهب الوحدة إلا إلى نقط تستطيع سيارتها بلوغها.",
        "A unit drives only to points that its vehicle can reach.",
    )
    CLOSURES = Sentence(
        "Aucune unité ni caravane n'est à un point fermé ce jour-là.",
        "لا توجد أي وحدة أو قافلة في نقطة مغلقة ذلك اليوم.",
        "No unit and no caravan is at a point that is closed that day.",
    )

    # --- the hours of a tour-day
    TRAVEL_TIMES = Sentence(
        "L'arrivée est le dernier départ plus les minutes du trajet.",
        "وقت الوصول هو آخر انطلاق مضافة إليه دقائق المسافة.",
        "Arrival is the last departure plus the drive's minutes.",
    )
    TOUR_FIGURES = Sentence(
        "Conduite, marche, service et kilomètres d'un jour sont ceux de ses trajets et arrêts.",
        "السياقة والمشي والخدمة وكيلومترات اليوم هي مجموع مسافاته ومحطاته.",
        "A day's driving, walking, service and km are those of its drives and stops.",
    )
    DAY_WINDOW = Sentence(
        "Un jour de tournée tient entre l'heure de départ et l'heure de fin, plus tôt en Ramadan.",
        "يقع يوم الجولة بين وقت الانطلاق ووقت النهاية، وهي أبكر في رمضان.",
        "A tour-day lies between the hours of start and end, which is earlier in Ramadan.",
    )
    DAY_WORK = Sentence(
        "Conduite, marche et service d'un jour ne dépassent pas le travail permis, moindre en Ramadan.",
        "لا يتجاوز مجموع السياقة والمشي والخدمة في اليوم العمل المسموح به، وهو أقل في رمضان.",
        "A day's driving, walking and service stay within the work allowed, which is less in Ramadan.",
    )
    FRIDAY_BREAK = Sentence(
        "Le vendredi, aucun service ne touche la pause.",
        "لا تقع أي خدمة يوم الجمعة في وقت الاستراحة.",
        "On Fridays no service touches the break.",
    )
    POINT_HOURS = Sentence(
        "Un point est desservi ses jours de semaine et entre ses heures, installation comprise.",
        "تخدم نقطة التجمع في أيامها وبين ساعاتها، بما في ذلك وقت الإعداد.",
        "A point is served on its weekdays and between its hours, setting up included.",
    )
    CONSULTATIONS = Sentence(
        "Un arrêt donne de une consultation à la demande du point ; une unité, pas plus par jour qu'elle ne peut.",
        "تقدم كل محطة استشارة واحدة على الأقل ولا تتجاوز طلب النقطة، ولا تتجاوز الوحدة طاقتها اليومية.",
        "A stop gives from one consultation to its point's demand, and a unit no more a day than it can.",
    )
    SERVICE_TIME = Sentence(
        "Un service dure l'installation plus les consultations, partagées entre les cliniciens.",
        "تدوم الخدمة وقت الإعداد ووقت الاستشارات مقسوما على الأطر الطبية.",
        "A service lasts its setting up and its consultations, shared by the clinicians.",
    )

    # --- visits
    VISITS_ARE_SEEN = Sentence(
        "Une visite comptée est un arrêt de la tournée, à un point du douar, qui voit la part minimale.",
        "الزيارة المحتسبة محطة من الجولة في نقطة يتبعها الدوار وتبلغ الحصة الدنيا.",
        "A counted visit is a stop of its tour, at a point of its douar's, that sees the least share.",
    )
    VISITS_ARE_SPACED = Sentence(
        "Deux visites comptées d'un douar sont séparées d'au moins l'écart minimal.",
        "لا يقل الفاصل بين زيارتين محتسبتين لدوار واحد عن الفاصل الأدنى.",
        "Two counted visits of a douar are at least the minimal gap apart.",
    )
    VISITS_ARE_WANTED = Sentence(
        "Un douar ne compte pas plus de visites qu'il n'en faut.",
        "لا تحتسب للدوار زيارات أكثر من المطلوب.",
        "A douar counts no more visits than it wants.",
    )
    VISIT_FIGURES = Sentence(
        "Numéro, personnes et valeur d'une visite découlent de son arrêt.",
        "رقم الزيارة وأشخاصها وقيمتها تنتج عن محطتها.",
        "A visit's number, persons and worth follow from its stop.",
    )

    # --- caravans
    CARAVAN_SITE = Sentence(
        "Une caravane se tient à son site, sinon dans sa province, sinon dans sa région.",
        "تقام القافلة في موقعها، وإلا ففي إقليمها، وإلا ففي جهتها.",
        "A caravan stands at its site, else in its province, else in its region.",
    )
    CARAVAN_DAYS = Sentence(
        "Une caravane dure ses jours consécutifs, tous ouverts à elle et à son site, dans ses dates et la saison.",
        "تدوم القافلة أيامها المتتالية، وكلها مفتوحة لها ولموقعها، ضمن تواريخها وضمن الموسم.",
        "A caravan stands its days in a row, all open to it and its site, within its dates and the season.",
    )
    CARAVAN_REACH = Sentence(
        "Une caravane atteint les douars de son rayon, les plus proches d'abord, chaque personne une fois par genre.",
        "تبلغ القافلة دواوير شعاعها، الأقرب فالأقرب، وكل شخص مرة واحدة لكل نوع.",
        "A caravan reaches the douars in its radius, nearest first, each person once a kind.",
    )
    MANDATORY_CARAVANS = Sentence(
        "Une caravane obligatoire est tenue, ou le plan se dit infaisable.",
        "تقام القافلة الإلزامية، وإلا أعلنت الخطة غير ممكنة.",
        "A mandatory caravan is held, or the plan says that it is infeasible.",
    )
    EQUIPMENT_NEEDS = Sentence(
        "Une caravane a son matériel, ni plus ni moins, tous ses jours.",
        "للقافلة معداتها كلها دون زيادة ولا نقصان طوال أيامها.",
        "A caravan has its equipment, no more and no less, on all its days.",
    )
    EQUIPMENT_FREE = Sentence(
        "Un matériel sert sa région, dans ses dates, une caravane à la fois.",
        "تستعمل المعدات في جهتها وضمن تواريخها ومع قافلة واحدة في كل مرة.",
        "A piece of equipment serves its region, within its dates, one caravan at a time.",
    )

    # --- ambulances
    AMBULANCE_POSTS = Sentence(
        "Une ambulance se poste dans sa province, à sa base si elle en a une, pendant des jours de la saison.",
        "ترابط سيارة الإسعاف في إقليمها، وفي قاعدتها إن وجدت، خلال أيام من الموسم.",
        "An ambulance is posted in its province, at its base if it has one, on days of the season.",
    )
    ONE_POST_AT_A_TIME = Sentence(
        "Une ambulance a un seul poste à la fois.",
        "لسيارة الإسعاف موقف واحد في كل وقت.",
        "An ambulance has one post at a time.",
    )
    POST_CAPACITY = Sentence(
        "Un centre n'a pas plus d'ambulances que de postes.",
        "لا توجد في المركز سيارات إسعاف أكثر من مواقفه.",
        "A centre has no more ambulances than posts.",
    )

    # --- roster
    CREWS_MANNED = Sentence(
        "Chaque jour de tournée et de caravane a son équipe, complète et sans plus.",
        "لكل يوم جولة أو قافلة طاقمه كاملا دون زيادة.",
        "Each tour-day and caravan-day has its crew, complete and not more.",
    )
    SAME_CREW = Sentence(
        "Une tournée a les mêmes personnes tous ses jours.",
        "للجولة نفس الأشخاص في كل أيامها.",
        "A tour has the same persons on all its days.",
    )
    DUTY_ROLE = Sentence(
        "Chacun sert dans sa profession.", "يعمل كل شخص في مهنته.", "A person serves in their profession."
    )
    ONE_DUTY_A_DAY = Sentence(
        "Chacun a un seul service par jour.",
        "لكل شخص مهمة واحدة في اليوم.",
        "A person has one duty a day.",
    )
    DUTY_PLACE = Sentence(
        "Chacun sert dans sa province, un spécialiste dans sa région.",
        "يعمل كل شخص في إقليمه، والأخصائي في جهته.",
        "A person serves in their province, a specialist in their region.",
    )
    DUTY_AVAILABLE = Sentence(
        "Chacun sert dans ses dates, et pas en congé.",
        "يعمل كل شخص ضمن تواريخه وليس في إجازة.",
        "A person serves within their dates, and not on leave.",
    )
    DUTY_LIMITS = Sentence(
        "Personne ne dépasse ses jours par semaine ni ses jours en tout.",
        "لا يتجاوز أحد أيامه في الأسبوع ولا مجموع أيامه.",
        "Nobody exceeds their days a week, nor their days in all.",
    )
    DAY_OFF = Sentence(
        "Chacun a un jour de repos entier sur sept.",
        "لكل شخص يوم راحة كامل من كل سبعة أيام.",
        "A person has a full day off in any seven.",
    )

    # --- money
    BUDGET_LINES = Sentence(
        "Le montant d'une ligne est sa quantité, dans l'unité de son chapitre, fois son taux, dans la province de son "
        "origine.",
        "مبلغ السطر هو كميته، محسوبة بوحدة بابه، مضروبة في سعره، في إقليم مصدره.",
        "A line's amount is its quantity, in its chapter's unit, times its rate, in the province of its source.",
    )
    BUDGET_SOURCES = Sentence(
        "Chaque tournée, caravane et ambulance coûte par chapitre ce qu'elle doit, au centime.",
        "تكلف كل جولة وقافلة وسيارة إسعاف في كل باب ما يجب بالسنتيم.",
        "Each tour, caravan and ambulance costs in each chapter what it must, to the centime.",
    )
    BUDGET_CAPS = Sentence("Aucun plafond n'est dépassé.", "لا يتجاوز أي سقف.", "No cap is exceeded.")

    # --- what a plan says of itself
    CALENDAR = Sentence(
        "Le plan dit les jours ouverts, le Ramadan et le moteur que la campagne implique.",
        "تذكر الخطة الأيام المفتوحة ورمضان والمحرك كما تقتضيها الحملة.",
        "The plan states the open days, Ramadan and engine that the campaign implies.",
    )
    UNSERVED = Sentence(
        "Ce qui manque est dans la liste, ni plus ni moins.",
        "كل ما ينقص وارد في القائمة دون زيادة ولا نقصان.",
        "What is missing is listed, no more and no less.",
    )
    CHANGES = Sentence(
        "Un changement proposé est complet et répond à sa raison ; sans changement, ses colonnes sont vides.",
        "التغيير المقترح كامل ويناسب سببه؛ وحيث لا تغيير تبقى أعمدته فارغة.",
        "A change that is named is whole and answers its reason; without one its columns are blank.",
    )
    INDICATORS = Sentence(
        "Chaque indicateur est celui que l'on recalcule, et il n'y en a pas d'autre.",
        "كل مؤشر يساوي ما يعاد حسابه، ولا مؤشر سواها.",
        "Every indicator is what it is when worked out again, and there is no other.",
    )
    OBJECTIVE = Sentence(
        "L'objectif est l'argent moins les valeurs, plus le retard et le manque.",
        "الهدف هو المال ناقص القيم، زائد كلفة التأخير والنقص.",
        "The objective is money less worth, plus lateness and shortfall.",
    )
    OPERATIONS = Sentence(
        "Les opérations sont l'argent du plan sans les médicaments.",
        "العمليات هي مال الخطة دون الأدوية.",
        "Operations are the plan's money without medicines.",
    )
    PINS = Sentence(
        "Ce qui est épinglé est tenu, ou le plan se dit infaisable.",
        "يحترم كل ما ثبت، وإلا أعلنت الخطة غير ممكنة.",
        "What is pinned is kept, or the plan says that it is infeasible.",
    )
    PLAN_HEAD = Sentence(
        "Le plan nomme sa campagne et l'empreinte de ses données, sa date, son heure et sa version.",
        "تذكر الخطة حملتها وبصمة معطياتها وتاريخها وساعتها وإصدارها.",
        "The plan names its campaign and the digest of its data, its date, its time and its version.",
    )
    BOUND = Sentence(
        "La borne prouvée n'est jamais au-dessus de l'objectif.",
        "لا يتجاوز الحد المبرهن الهدف أبدا.",
        "The proven bound is never above the objective.",
    )
    GAPS = Sentence(
        "L'écart est la différence entre l'objectif et la borne, rapportée à l'objectif ou aux opérations.",
        "الفارق هو ما بين الهدف والحد، منسوبا إلى الهدف أو إلى العمليات.",
        "The gap is what lies between objective and bound, as a share of the objective or of operations.",
    )
    STATUS = Sentence(
        "Un plan optimal a un écart d'au plus 0,0001 ; seul ce qui devait être tenu et ne l'est pas rend infaisable.",
        "للخطة المثلى فارق لا يتجاوز 0,0001، ولا تكون الخطة غير ممكنة إلا إذا لم يحترم ما يجب احترامه.",
        "An optimal plan's gap is 0.0001 at most; only what had to be kept and is not makes it infeasible.",
    )
    STAGES = Sentence(
        "Chaque étape figure une fois et dit son nom, sa province, son objectif et une borne qui ne le dépasse pas.",
        "ترد كل مرحلة مرة واحدة، وتذكر اسمها وإقليمها وهدفها وحدا لا يتجاوزه.",
        "Each stage is there once and states its name, province, objective, and a bound not above it.",
    )
    NOTES = Sentence(
        "Chaque note dit un mot connu, une province ou « - », et un détail, sans caractère invisible.",
        "تذكر كل ملاحظة كلمة معروفة وإقليما أو «-» وتفصيلا، دون حروف غير مرئية.",
        "Each note says a known word, a province or “-”, and a detail, without invisible characters.",
    )

    def sentence(self, language: Language) -> str:
        """Return the rule in words."""
        return str(getattr(self.value, language))
