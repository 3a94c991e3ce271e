"""Vocabulary and sentence patterns of the sample's abstracts."""

from random import Random

from mainpipe.sample.grammar import Pattern, patterns
from mainpipe.sample.words import past, pick, plural, syllables, third, words

_ROOTS = words(
    "arthr aort bronch card cholecyst col cyst derm encephal endocard enter fibr gastr gloss hepat kerat lymph mening "
    "myel my nephr neur oste ot pancreat peritone phleb pneumon prostat pulmon py rhin sial spondyl splen synov "
    "thromb thyroid tonsill vascul"
)
_ENDINGS = words("itis osis opathy oma osclerosis omalacia odystrophy ectasis ostenosis algia omegaly")
_QUALITIES = words(
    "acute chronic recurrent idiopathic congenital diffuse focal severe early advanced refractory secondary familial "
    "bilateral metastatic seronegative juvenile autoimmune progressive asymptomatic post-operative drug-resistant"
)
_DRUG_HEADS = words(
    "alt ben bra cal cor dap del dex elo fen flu gal hal ibr kel lam lev mar met nal nor oxi pan per pra quin ral ros "
    "sel sul tal tem tol ur val ver vil xan zan zol"
)
_DRUG_MIDDLES = words("a e i o u aro eni ida ile ora ube ami eto iva olu ure axo ipi")
_DRUG_ENDINGS = words(
    "pril olol statin mab tinib sartan gliptin prazole cillin mycin azole caine parin dipine triptan vir floxacin "
    "zepam ximab nercept glutide"
)
_GENE_LETTERS = "ABCDEFGHIKLMNPRSTVXZ"

_RAISE = words(
    "increase reduce modulate inhibit promote predict impair attenuate enhance regulate mediate aggravate suppress "
    "activate delay reverse"
)
_CLINICIANS = words(
    "cardiologist clinician dentist endocrinologist general_practitioner immunologist midwife neurologist nurse "
    "oncologist paediatrician pathologist pharmacist physiotherapist psychiatrist radiologist statistician surgeon"
)


def disease(rng: Random) -> str:
    """An invented disease, usually with a quality before it."""
    name = syllables(rng, _ROOTS, _ENDINGS)
    return f"{pick(rng, _QUALITIES)} {name}" if rng.random() < 0.7 else name


def drug(rng: Random) -> str:
    """An invented drug."""
    return syllables(rng, _DRUG_HEADS, _DRUG_MIDDLES, _DRUG_ENDINGS)


def gene(rng: Random) -> str:
    """An invented gene symbol."""
    letters = "".join(pick(rng, _GENE_LETTERS) for _ in range(3 + rng.randrange(2)))
    return letters + pick(rng, ("", "1", "2", "3", "4", "6", "A", "B", "L1", "R2"))


def own_words(rng: Random) -> dict[str, tuple[Pattern, ...]]:
    """What one abstract is about: its disease, drugs, genes, and its share of outcomes and subjects."""
    outcomes = list(RULES["outcome"])
    rng.shuffle(outcomes)
    return {
        "disease": (disease(rng),),
        "other_disease": tuple(disease(rng) for _ in range(4)),
        "drug": (drug(rng),),
        "other_drug": tuple(drug(rng) for _ in range(2)),
        "gene": tuple(gene(rng) for _ in range(3)),
        "outcome": tuple(outcomes[:9]),
        "p": (f"0.0{rng.randrange(1, 5)}", f"0.00{rng.randrange(1, 9)}", f"0.{rng.randrange(12, 88)}"),
    }


RULES: dict[str, tuple[Pattern, ...]] = {
    "role": _CLINICIANS,
    "roles": tuple(plural(role) for role in _CLINICIANS),
    "adj": words(
        "accurate adverse alternative appropriate beneficial clear clinical common comparable complete conservative "
        "consistent convincing costly detectable distinct dominant effective elevated essential expensive feasible "
        "frequent harmful high important inconsistent independent invasive irregular late limited long-term low major "
        "marginal measurable mild minor moderate modest negligible normal persistent poor potent prolonged promising "
        "protective rapid rare regular reliable robust safe sensitive serious severe short-term significant small "
        "specific subtle suitable surgical temporary transient typical uncommon underestimated useful variable weak"
    ),
    "count": tuple(str(n) for n in range(18, 640)),
    "decimal": tuple(f"{n // 10}.{n % 10}" for n in range(12, 98)),
    "percent": tuple(str(n) for n in range(6, 96)),
    "degree": words(
        "slightly markedly significantly consistently moderately substantially strongly unexpectedly partially "
        "independently inversely transiently progressively selectively"
    ),
    "rose": words(
        "increased decreased improved worsened rose fell changed differed declined recovered fluctuated stabilised"
    ),
    "raise": _RAISE,
    "raised": tuple(past(verb) for verb in _RAISE),
    "raises": tuple(third(verb) for verb in _RAISE),
    "studied": words(
        "examined investigated evaluated compared assessed determined characterised explored measured analysed "
        "quantified reviewed monitored"
    ),
    "study": words(
        "examine investigate evaluate compare assess determine characterise explore measure analyse quantify"
    ),
    "subject": patterns("""
        patients with {disease}
        adults with {disease}
        children with {other_disease}
        elderly patients
        healthy volunteers
        women with {other_disease}
        smokers
        pregnant women
        outpatients
        adolescents
        hospitalised patients
        men over {percent} years
        kidney donors
        infants
        long-term survivors
        intensive care patients
        first-degree relatives
        athletes
        shift workers
        carriers of the {gene} variant
    """),
    "animal": words(
        "rats mice rabbits piglets hamsters guinea_pigs zebrafish_larvae beagles sheep knockout_mice Wistar_rats "
        "ferrets"
    ),
    "cell": words(
        "fibroblasts macrophages hepatocytes keratinocytes neurons astrocytes osteoblasts myocytes monocytes "
        "neutrophils T_cells endothelial_cells epithelial_cells smooth_muscle_cells platelets stem_cells podocytes "
        "chondrocytes"
    ),
    "organ": words(
        "liver kidney lung spleen heart colon retina cortex hippocampus skin thyroid pancreas bladder stomach femur "
        "skeletal_muscle bone_marrow lymph_node adipose_tissue cerebellum aorta"
    ),
    "assay": words(
        "immunohistochemistry flow_cytometry mass_spectrometry western_blotting electron_microscopy ultrasonography "
        "magnetic_resonance_imaging liquid_chromatography spectrophotometry radioimmunoassay gene_sequencing "
        "quantitative_polymerase_chain_reaction echocardiography computed_tomography electrophoresis spirometry "
        "confocal_microscopy calorimetry patch-clamp_recording microarray_analysis"
    ),
    "outcome": words(
        "mortality blood_pressure survival pain_intensity quality_of_life bone_density serum_cholesterol body_weight "
        "heart_rate tumour_size relapse_rate glucose_tolerance platelet_count renal_function sleep_quality gait_speed "
        "lung_capacity insulin_sensitivity wound_healing visual_acuity oxygen_saturation inflammation grip_strength "
        "cognitive_performance hospital_stay plasma_cortisol birth_weight viral_load infection_rate muscle_strength "
        "serum_creatinine arterial_stiffness reaction_time faecal_calprotectin fatigue haemoglobin_concentration "
        "cell_proliferation apoptosis oxidative_stress cytokine_release collagen_deposition calcium_influx"
    ),
    "therapy": patterns("""
        {drug}
        {drug}
        {other_drug}
        {other_drug} combined with {drug}
        placebo
        physiotherapy
        standard care
        radiotherapy
        dietary counselling
        early surgery
        supervised exercise
        cognitive therapy
        low-dose {drug}
        intravenous {other_drug}
    """),
    "factor": patterns("""
        {outcome}
        {gene} expression
        age at onset
        smoking
        body mass index
        the dose of {drug}
        duration of {disease}
        a history of {other_disease}
        family support
        {drug} treatment
        previous surgery
        serum {gene}
        social class
        the severity of {disease}
        treatment adherence
        physical activity
        exposure to {other_drug}
        damage to the {organ}
        activation of {cell}
        loss of {gene}
    """),
    "title": patterns("""
        {therapy} and {outcome} in {subject}.
        Effect of {therapy} on {outcome} in {subject}
        {gene} {raises} {outcome} in {cell}.
        Role of {gene} in {disease}: a study of {subject}.
        Is {factor} a marker of {disease}?
        {factor} as a predictor of {outcome} after {therapy}.
        {disease} in {subject}: {percent} cases and a review.
        A randomised comparison of {therapy} with {therapy} for {disease}.
        Changes of {outcome} and {outcome} during {disease}.
        The {organ} in {disease}: findings by {assay}.
        {drug} {raises} {outcome} through {gene} in {animal}
        Use of {assay} to {study} {outcome} in {subject}.
        Long-term {outcome} of {subject} treated with {therapy}.
        Prevalence of {other_disease} among {subject} in {country}.
        Interaction of {gene} and {gene} in the {organ} of {animal}.
    """),
    "background": patterns("""
        {disease} is a {adj} cause of {other_disease} in {subject}.
        The role of {factor} in {disease} is {degree} understood.
        Little is known about {outcome} in {subject}.
        {drug} is widely used for {disease}, but its influence on {outcome} remains unclear.
        Previous reports suggest that {factor} {raises} {outcome}.
        {gene} has been linked with {other_disease}, {outcome} and {factor}.
        Whether {therapy} {raises} {outcome} in {subject} is controversial.
        {subject} often show {adj} changes of {outcome}.
        Both {factor} and {factor} may {raise} the course of {disease}.
        Damage to the {organ} is a {adj} complication of {disease}.
        Although {therapy} is effective, {outcome} varies {degree} between centres.
        In {country}, {disease} affects about {percent} of every thousand {subject}.
        It has been proposed that {gene} {raises} the response of {cell} to {drug}.
        Current treatment of {disease} with {other_drug} is {adj} and {adj}.
        No {adj} marker for {disease} exists, and {assay} is {adj}.
        {factor} is thought to precede {other_disease}, yet {adj} evidence is scarce.
        Since {year}, {therapy} has replaced {therapy} in {adj} cases of {disease}.
        {cell} from the {organ} release {gene} when {outcome} is {adj}.
    """),
    "aim": patterns("""
        We {studied} the effect of {therapy} on {outcome} in {subject}.
        The aim was to {study} whether {factor} {raises} {outcome}.
        This study {studied} {outcome} and {outcome} among {subject}.
        Our objective was to {study} {factor} as a predictor of {outcome}.
        We therefore {studied} {gene} in the {organ} of {animal}.
        To {study} this question, {outcome} was {studied} in {subject}.
        The purpose was to {study} {therapy} against {therapy} with respect to {outcome}.
        We asked if {therapy} would {raise} {outcome} more than {therapy}.
        The present work {studied} how {cell} respond to {drug}.
        We sought to {study} the link between {factor} and {factor}.
        Here we {studied} {outcome} by {assay}.
        Our hypothesis was that {factor} {raises} {outcome} and {outcome}.
    """),
    "methods": patterns("""
        A total of {count} {subject} were enrolled at {cardinal} centres in {country}.
        {count} {subject} were randomly assigned to {therapy} or {therapy} for {small} months.
        {animal} received {drug} or saline for {small} weeks, after which the {organ} was removed.
        {cell} were cultured with {drug} and {studied} by {assay}.
        {outcome} was {studied} by {assay} at baseline and after {small} weeks.
        Blood samples were taken before and {small} hours after {therapy}.
        We reviewed the records of {count} {subject} treated between {month} and {month} {year}.
        Controls were {subject} matched for age, sex and {factor}.
        The primary endpoint was {outcome}; secondary endpoints were {outcome} and {outcome}.
        {gene} expression in the {organ} was {studied} with {assay}.
        Follow-up lasted {small} years, and {cardinal} {subject} were lost.
        Questionnaires about {outcome} and {factor} were sent to {count} {subject}.
        Biopsies of the {organ} were {studied} by {assay} without knowledge of {factor}.
        Logistic regression was used to {study} {factor}, {factor} and {factor}.
        Sections of the {organ} were stained for {gene} and {gene}.
        Doses of {drug} ranged from {small} to {percent} mg, given {cardinal} times daily.
        We searched the literature from {year} onwards for trials of {therapy}.
        {subject} with {other_disease} were excluded.
        Patients were divided into {cardinal} groups by {outcome}.
        Interviews with {count} {subject} were recorded, transcribed and coded for {ideas}.
        {assay} and {assay} were done on {weekday} of every week.
        A {role} who did not know the treatment {studied} {outcome}.
        In {animal}, {disease} was induced by {other_drug}.
        Plasma {drug} was {studied} over {percent} hours by {assay}.
    """),
    "results": patterns("""
        {outcome} {rose} {degree} in the {drug} group (P < {p}).
        Compared with {therapy}, {therapy} {degree} {raised} {outcome}.
        {outcome} {rose} from {decimal} to {decimal} after {therapy}, whereas {outcome} did not change.
        {factor} was {degree} associated with {outcome} (r = 0.{percent}, P = {p}).
        {percent}% of {subject} had {other_disease}, most often in the {organ}.
        No difference in {outcome} was found between {therapy} and {therapy}.
        In multivariate analysis, {factor} and {factor} predicted {outcome}.
        {gene} was {degree} expressed in {cell} of the {organ}, but not in {cell}.
        Treatment with {drug} {raised} {outcome} and abolished the effect of {gene}.
        Adverse events, mainly {other_disease}, occurred in {cardinal} patients given {therapy}.
        The mean {outcome} was {decimal} in {subject} and {decimal} in controls.
        {assay} revealed {adj} lesions in the {organ} of {cardinal} {animal}.
        The odds ratio for {outcome} was {decimal} when {factor} was present.
        Median follow-up was {small} years, during which {outcome} {rose} {degree}.
        Neither {factor} nor {factor} had any effect on {outcome}.
        {outcome} and {outcome} {rose} in parallel with {factor}.
        Only {cardinal} of {count} {subject} needed {therapy}.
        {cell} lacking {gene} showed {adj} {outcome} and {adj} {outcome}.
        The effect was {adj} within {small} days and {adj} after {small} months.
        After adjustment for {factor}, the association with {outcome} {degree} {rose}.
        Sensitivity of {assay} was {percent} per cent, specificity {percent} per cent.
        {outcome} {rose} more in {subject} than in {subject}.
        {drug} {raised} {gene} in a dose-dependent manner, and {outcome} followed.
        Complications were {adj}: {other_disease} in {small} and {other_disease} in {small}.
        {subject} reported {adj} {outcome}, {manner} after {therapy}.
        Survival without {other_disease} {rose} when {factor} was {adj}.
    """),
    "conclusions": patterns("""
        These findings suggest that {factor} {raises} {outcome} in {subject}.
        {therapy} is a {adj} alternative to {therapy} for {disease}.
        We conclude that {gene} {raises} {outcome} by way of {cell}.
        {factor} should be considered when {subject} receive {therapy}.
        Further trials are needed to {study} {outcome} under {therapy}.
        Our data support a {adj} role of {gene} in {disease}.
        {assay} is {adj} for {subject}, but {adj} for {subject}.
        Thus, {factor} may {raise} {outcome} independently of {factor}.
        {drug} appears {adj} and {degree} {raises} {outcome}.
        The {organ} seems to be the {adj} target of {drug}.
        Monitoring of {outcome} may help {roles} to detect {other_disease} {manner}.
        Routine use of {therapy} in {disease} cannot be recommended.
        The results argue for {adj} {outcome} testing of {subject}.
        Differences in {factor} could explain why {outcome} {rose}.
        Early {therapy} {raises} {outcome}, {manner} in {subject}.
    """),
}
