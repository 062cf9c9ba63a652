"""The word lists of the clarity review, by language: patterns for whole words, in lower case."""

#: What links a reason to a cause, a goal or a consequence, or names one. Broad on purpose: a good reason seldom says
#: "because" ("Fewer tickets."), and a needless remark costs more than a missed one.
LINKS = {
    "en": r"""
        because since so to otherwise therefore thus hence why due meant? means leads? led caus\w+ result\w*
        should shall must can cannot could would might need\w* ought want\w* has\ to have\ to had\ to
        no not never nobody nothing none without instead rather again before until whereas unless if undisturbed
        more less few fewer better worse best safer easier calmer friendlier early earlier sooner faster cheaper
        longer quicker clearer fairer simpler stronger happier equal\w* fair\w* same twice too back
        avoid\w* prevent\w* protect\w* keep\w* save[ds]? saving cost\w* los[est]\w* reduc\w* improv\w* gain\w* spar\w+
        risk\w* harm\w* fines? danger\w* help\w* stop\w* build\w* enabl\w* lets? allow\w* mak(?:e|es|ing) reach\w*
        trust\w* fraud\w* fail\w* miss\w* wast\w* suffer\w* show\w* catch\w* hurt\w* damag\w* deserv\w* requir\w*
        demand\w* expect\w* learn\w* pay\w* money late problems? wrong bad poor complain\w* accus\w* errors? mistakes?
        depend\w* peace alone wears?\ out eats?\ up stays?
    """,
    "es": r"""
        porque pues para que debid[oa] puesto significa hace\w* causa\w* provoca\w* verdad\w*
        debe\w* deb[ií]a\w* puede\w* poder podr\w+ ha\ de han\ de tiene\w* tener necesita\w* quier\w+
        no ni nunca nadie nada ningun\w* ningún sin sino solo antes cuando si
        más menos mejor\w* peor demasiad\w+ pronto mism[oa]s? igual\w*
        evit\w+ prev\w+ proteg\w+ ahorr\w+ cuesta\w* pierd\w+ perd\w+ gana\w* reduc\w+ riesgo\w* daño\w* peligro\w*
        ayuda\w* permit\w+ confian\w+ falla\w* fallo\w* error\w* multa\w* paga\w* dinero car[oa]s? distint\w+ exig\w+
        depend\w+ aprend\w+ estrope\w+ aver[ií]\w+ romp\w+ decid\w+ mal
    """,
    "de": r"""
        weil denn damit um da deshalb daher sodass sonst dadurch wegen durch
        soll\w* muss müssen kann können könn\w+ darf dürf\w+ wollen will brauch\w+ lässt lassen
        nicht nichts nie niemand kein\w* ohne statt sondern nur erst bevor wenn zuerst
        mehr weniger wenig\w* besser\w* früher schneller sicherer leichter einfacher ruhiger länger klarer fairer
        günstiger später gleich\w* zu
        verhinder\w* schütz\w* spar\w* kost\w* verlier\w* verlor\w* gewinn\w* erspar\w* vermeid\w* risik\w* gefähr\w*
        fehl\w* hilft helf\w* zahl\w* schad\w* schäd\w* vertrau\w* verlang\w* recht\w* angreifbar überlast\w*
        verursach\w* führ\w+ ermöglich\w* wirk\w* nimmt nehmen wirklich bring\w+
    """,
}

#: Words that sound and say little.
JARGON = {
    "en": r"""
        synerg\w+ leverag\w+ going\ forward stakeholder\ alignment best[- ]in[- ]class best\ practices? paradigm\w*
        low[- ]hanging\ fruit move\ the\ needle circle\ back deep\ dive touch\ base value[- ]add\w* world[- ]class
        holistic\w* game[- ]chang\w+ actionable operationali[sz]\w+ ideat\w+ thought\ leader\w* win[- ]win
        core\ competenc\w+ north\ star streamlin\w+ cutting[- ]edge future[- ]proof\w* customer[- ]centric\w*
        mission[- ]critical seamless\w* right[- ]siz\w+ empower\w* digital\ transformation
    """,
    "es": r"""
        sinergi\w+ apalanc\w+ (?:puesta|poner)\ en\ valor hol[ií]stic\w+ paradigma\w* stakeholders? disruptiv\w+
        empoder\w+ best\ practices? know[- ]how core\ business win[- ]win transversaliz\w+ optimizaci[oó]n\ de\ recursos
        excelencia\ operativa de\ cara\ a\ futuro
    """,
    "de": r"""
        synerg\w+ mehrwert\w* ganzheitlich\w* stakeholder\w* best\ practices? win[- ]win paradigm\w+ zukunftsfähig\w*
        zielführend\w* proaktiv\w* quick\ wins? low[- ]hanging\ fruits? mindset\w* kernkompetenz\w* gut\ aufgestellt
        kundenzentr\w+ strategisch\w*\ ausrichtung
    """,
}

#: Joints between two reasons that stand in one.
JOINTS = {
    "en": r"and\ also as\ well\ as besides moreover furthermore in\ addition and\ because and\ so\ that and\ secondly",
    "es": r"y\ además así\ como y\ también y\ porque y\ para\ que por\ otra\ parte además",
    "de": r"und\ außerdem und\ auch sowie zudem darüber\ hinaus und\ weil und\ damit außerdem",
}

#: Words of a title that do not say what changes.
VAGUE = frozenset(
    """
    a about all an and announcement change changes for from important info information memo message new news note
    notes notice of on our please policy process read reminder rule rules team the to update updates urgent everyone
    aviso cambio cambios comunicado de del el importante información la las los nota norma normas novedades nueva
    nuevas nuevo nuevos para política proceso regla reglas todos urgente y
    achtung alle allgemeine an änderung änderungen aushang das der die eine für hinweis information mitteilung neu
    neue neues neuer neuigkeiten regel regeln regelung richtlinie über und wichtig wichtige
    """.split()
)

#: Words of four letters and more that two reasons may share without saying the same.
CONNECTIVES = frozenset(
    """
    also been because before being could does dont each every from have into instead longer more must need needs only
    other should since some than that their them then there these they this those want wants were what when which
    while whoever will with without would
    antes cada como cuando cual debe deben desde donde entre esta estas este esto estos hasta nadie otra otro para
    pero porque puede pueden quien sean sino sobre solo tiene tienen toda todas todo todos
    aber alle allem auch beim damit darf dass dazu denn diese dieser dieses durch eine einem einen einer eines erst
    haben ihre ihren immer kann keine können mehr muss müssen nicht nichts noch oder ohne sein sich sind soll sollen
    sonst statt über unsere weil wenn werden wird
    afin avec avoir cette chaque dans doit doivent elle elles être leur leurs mais même nous parce peut pour plus que
    quand sans sont tous tout
    cada como deve devem isso mais mesmo nosso para pela pelo pode podem porque quando quem seja sem também tenha uma
    """.split()
)
