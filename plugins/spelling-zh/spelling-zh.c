/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling-zh — wrong characters: those that sound or look like the right one, are doubled or missing, and variants of
 * known names. The engine looks at one block at a time and its results stay with the block; what the article and the
 * edition say about them is weighed at each check. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "galley-checker.h"
#include "galley-peas.h"
#include "galley-protect.h"
#include "spelling-doubled.h"
#include "spelling-engine.h"
#include "spelling-evidence.h"

typedef enum
{
  SPELLING_LEVEL_CERTAIN,
  SPELLING_LEVEL_DEFAULT,
  SPELLING_LEVEL_THOROUGH,
} SpellingLevel;

/* From which confidence a suspicion is shown, by level. Chosen on text that was kept apart from training: thorough by halves
 * (each half of it, and all of CSCD-NS dev, are best at about .30), the others by their false alarms in clean text. */
static const float thresholds[] = { 0.94f, 0.67f, 0.30f };
#define CERTAIN 0.94f
#define LIKELY 0.5f         /* more likely wrong than right */
#define KEPT 0.3f           /* guesses below are not even remembered */
#define TERM_DOUBT 0.12f    /* in titles and quotations words are chosen */
#define PERSON_DOUBT 0.3f   /* a name may be written in any way */
#define BEYOND_DOUBT 0.985f /* certain even where the original is a word, too */
#define KNOWN_WORD (-13.0f) /* ln P of a word that is no rarity */
#define DOUBLED_CONFIDENCE 0.8
#define MISSING_CONFIDENCE 0.8
#define NAME_CONFIDENCE 0.8

enum
{
  RULE_CERTAIN,
  RULE_POSSIBLE,
  RULE_DOUBLED,
  RULE_MISSING,
  RULE_NAME,
  N_RULES
};

static const GalleyRule fields[N_RULES] = {
  [RULE_CERTAIN] = { "CN.CHAR.WRONG", N_ ("Wrong character"), "《现代汉语词典》", "字", GALLEY_SEVERITY_ERROR,
                     N_ ("A character that sounds or looks like the right one stands here"), "全面布署工作",
                     "全面部署工作", 1, FALSE },
  [RULE_POSSIBLE] = { "CN.CHAR.SUSPECT", N_ ("Perhaps a wrong character"), "《现代汉语词典》", "字",
                      GALLEY_SEVERITY_WARNING,
                      N_ ("Another character that sounds or looks alike would fit better here"),
                      "他的意见很有见的", "他的意见很有见地", 1, FALSE },
  [RULE_DOUBLED] = { "CN.CHAR.DOUBLED", N_ ("Character typed twice"), "《现代汉语词典》", "字",
                     GALLEY_SEVERITY_WARNING, N_ ("The same character stands here twice"),
                     "做好各项准备备工作", "做好各项准备工作", 1, FALSE },
  [RULE_MISSING] = { "CN.CHAR.MISSING", N_ ("Character left out"), "《现代汉语词典》", "字",
                     GALLEY_SEVERITY_WARNING, N_ ("A character of a set phrase is missing here"),
                     "他迫不待地打开信", "他迫不及待地打开信", 1, FALSE },
  [RULE_NAME] = { "CN.CHAR.NAME", N_ ("Name written in two ways"), NULL, "字", GALLEY_SEVERITY_WARNING,
                  N_ ("This is nearly a name that the edition gives elsewhere"), "记者 林晓岚……林晓兰说",
                  "记者 林晓岚……林晓岚说", 1, FALSE },
};

#define SPELLING_TYPE_LEVEL (spelling_level_get_type ())

static GType
spelling_level_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { SPELLING_LEVEL_CERTAIN, "SPELLING_LEVEL_CERTAIN", "certain" },
        { SPELLING_LEVEL_DEFAULT, "SPELLING_LEVEL_DEFAULT", "default" },
        { SPELLING_LEVEL_THOROUGH, "SPELLING_LEVEL_THOROUGH", "thorough" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_enum_register_static ("SpellingZhLevel", values));
    }
  return type;
}

typedef struct
{
  GObject parent_instance;
  GPtrArray *rules;
  SpellingLevel level;
  SpellingData *data;
  SpellingEngine *engine;
  SpellingEvidence *evidence; /* of the edition that was seen last */
  char *seen;                 /* its article ids are no matter: this is the id of the edition, or NULL */
  GStrv folders;              /* of the publication, with tables of names; or NULL */
  gboolean tried;
} SpellingCheckerZh;

typedef struct
{
  GObjectClass parent_class;
} SpellingCheckerZhClass;

enum
{
  PROP_LEVEL = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType spelling_checker_zh_get_type (void);
static void spelling_checker_zh_checker_init (GalleyCheckerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpellingCheckerZh,
                               spelling_checker_zh,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_CHECKER, spelling_checker_zh_checker_init))

/* --- what the engine found in a block, kept with the block --------------------------------------------------------- */

typedef struct
{
  GArray *guesses; /* SpellingGuess */
  GArray *slips;   /* SpellingSlip */
} Look;

static void
look_clear (gpointer data)
{
  Look *self = data;

  g_array_unref (self->guesses);
  g_array_unref (self->slips);
}

static void
look_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, look_clear);
}

static gpointer
look_ref (gpointer data, gpointer user_data)
{
  return data ? g_atomic_rc_box_acquire (data) : NULL;
}

/* What is doubled or missing, in the text as it will be: 农名工工资 holds a wrong character, not a doubled one. */
static GArray *
find_slips (SpellingCheckerZh *self, const GalleyChars *chars, const GArray *guesses)
{
  g_autofree gunichar *text = g_memdup2 (chars->chars, (chars->n + 1) * sizeof *text);

  for (guint i = 0; i < guesses->len; i++)
    {
      const SpellingGuess *guess = &g_array_index (guesses, SpellingGuess, i);

      for (guint k = 0; guess->confidence >= LIKELY && k < guess->n_edits; k++)
        text[guess->at[k]] = guess->to[k];
    }
  return spelling_slips_find (spelling_data_get_words (self->data), text, chars->n);
}

static Look *
ref_look (SpellingCheckerZh *self, GalleyBlock *block)
{
  static GQuark quark = 0;
  const GalleyChars *chars = galley_protect_read (block);
  GArray *guesses;
  Look *look;

  if (!quark)
    quark = g_quark_from_static_string ("galley-spelling-zh-look");
  look = g_object_dup_qdata (G_OBJECT (block), quark, look_ref, NULL);
  if (look)
    return look;
  look = g_atomic_rc_box_new0 (Look);
  look->guesses = g_array_new (FALSE, FALSE, sizeof (SpellingGuess));
  guesses = spelling_engine_check (self->engine, chars->chars, chars->n, KEPT);
  g_array_append_vals (look->guesses, guesses->data, guesses->len);
  look->slips = find_slips (self, chars, look->guesses);
  g_object_set_qdata_full (G_OBJECT (block), quark, g_atomic_rc_box_acquire (look), look_unref);
  return look;
}

/* --- saying it ----------------------------------------------------------------------------------------------------- */

/* "“布” and “部” sound alike (bù)" or what else makes the two alike. */
static char *
describe_likeness (gunichar wrong, gunichar right)
{
  g_autofree char *wrong_reading = spelling_dup_reading (wrong, right);
  g_autofree char *right_reading = spelling_dup_reading (right, wrong);
  char a[7] = { 0 }, b[7] = { 0 };
  float sound, shape;

  g_unichar_to_utf8 (wrong, a);
  g_unichar_to_utf8 (right, b);
  spelling_similarity (wrong, right, &sound, &shape);
  if (!wrong_reading || !right_reading || (sound < 0.5f && shape > 0.4f))
    return g_strdup_printf (_ ("“%s” looks like “%s”"), a, b);
  if (sound >= 0.95f)
    return g_strdup_printf (_ ("“%s” sounds the same as “%s” (%s)"), a, b, right_reading);
  if (sound >= 0.85f)
    return g_strdup_printf (_ ("“%s” (%s) differs from “%s” (%s) in tone alone"), a, wrong_reading, b,
                            right_reading);
  return g_strdup_printf (_ ("“%s” (%s) sounds like “%s” (%s)"), a, wrong_reading, b, right_reading);
}

#define CONTEXT 4 /* characters shown either side */

/* Both readings in their sentence, and why the one could be written for the other. */
static char *
describe (const GalleyChars *chars, guint from, guint to, const char *fix, const char *likeness)
{
  guint start = from, end = to;
  g_autofree char *left = NULL, *right = NULL, *text = NULL;

  while (start > 0 && from - start < CONTEXT && chars->kinds[start - 1] == GALLEY_CHAR_HAN)
    start--;
  while (end < chars->n && end - to < CONTEXT && chars->kinds[end] == GALLEY_CHAR_HAN)
    end++;
  left = galley_chars_dup (chars, start, from);
  right = galley_chars_dup (chars, to, end);
  text = galley_chars_dup (chars, from, to);
  return g_strdup_printf (_ ("“%s%s%s” is more likely “%s%s%s”: %s."), left, text, right, left, fix, right,
                          likeness);
}

static void
report (SpellingCheckerZh *self,
        GalleyReport *sink,
        guint rule,
        GalleyBlock *block,
        guint from,
        guint to,
        const char *message,
        const char *fix,
        double confidence)
{
  const char *const fixes[] = { fix, NULL };
  GalleyFinding *finding = galley_finding_new (self->rules->pdata[rule], block, from, to, message, fixes);

  galley_finding_set_confidence (finding, confidence);
  galley_report_take (sink, finding);
}

static void
report_guess (SpellingCheckerZh *self,
              GalleyReport *sink,
              GalleyBlock *block,
              const SpellingGuess *guess,
              float confidence,
              gboolean certain)
{
  const GalleyChars *chars = galley_protect_read (block);
  guint from = guess->at[0], to = guess->at[guess->n_edits - 1] + 1;
  g_autoptr (GString) fix = g_string_new (NULL);
  g_autoptr (GString) likeness = g_string_new (NULL);
  g_autofree char *message = NULL;
  guint k = 0;

  for (guint i = from; i < to; i++)
    {
      gboolean changed = k < guess->n_edits && guess->at[k] == i;

      if (changed)
        {
          g_autofree char *one = describe_likeness (chars->chars[i], guess->to[k]);

          g_string_append_printf (likeness, "%s%s", k ? _ ("; ") : "", one);
        }
      g_string_append_unichar (fix, changed ? guess->to[k++] : chars->chars[i]);
    }
  message = describe (chars, from, to, fix->str, likeness->str);
  report (self, sink, certain ? RULE_CERTAIN : RULE_POSSIBLE, block, from, to, message, fix->str, confidence);
}

static void
report_slip (SpellingCheckerZh *self, GalleyReport *sink, GalleyBlock *block, const SpellingSlip *slip)
{
  const GalleyChars *chars = galley_protect_read (block);
  gboolean doubled = slip->kind == SPELLING_DOUBLED;
  g_autoptr (GString) fix = g_string_new (NULL);
  g_autofree char *message = NULL;

  for (guint i = slip->from; i < slip->end; i++)
    {
      if (!doubled && i == slip->at)
        g_string_append_unichar (fix, slip->to);
      if (!doubled || i != slip->at)
        g_string_append_unichar (fix, chars->chars[i]);
    }
  message = describe (chars, slip->from, slip->end, fix->str,
                      doubled ? _ ("the character stands there twice")
                              : _ ("a character of the phrase is missing"));
  report (self, sink, doubled ? RULE_DOUBLED : RULE_MISSING, block, slip->from, slip->end, message, fix->str,
          doubled ? DOUBLED_CONFIDENCE : MISSING_CONFIDENCE);
}

/* --- looking ------------------------------------------------------------------------------------------------------- */

/* Names and posts are no sentences; ads and folio lines are not ours to read. */
static gboolean
is_read (GalleyBlock *block)
{
  switch (galley_block_get_role (block))
    {
    case GALLEY_ROLE_BYLINE:
    case GALLEY_ROLE_CREDIT:
    case GALLEY_ROLE_AD:
    case GALLEY_ROLE_FURNITURE:
      return FALSE;
    case GALLEY_ROLE_KICKER:
    case GALLEY_ROLE_HEADLINE:
    case GALLEY_ROLE_SUBHEAD:
    case GALLEY_ROLE_PEOPLE:
    case GALLEY_ROLE_BODY:
    case GALLEY_ROLE_CROSSHEAD:
    case GALLEY_ROLE_QUOTE:
    case GALLEY_ROLE_NOTE:
    case GALLEY_ROLE_CAPTION:
    case GALLEY_ROLE_JUMP:
    default:
      return TRUE;
    }
}

/* TRUE when a known name, or what looks like one, stands over [@from, @to). */
static gboolean
is_in_name (
    SpellingCheckerZh *self, const SpellingEvidence *evidence, GalleyBlock *block, guint from, guint to)
{
  const GalleyChars *chars = galley_protect_read (block);

  return spelling_evidence_is_name (evidence, chars->chars, chars->n, from, to) ||
         spelling_evidence_is_person (evidence, spelling_data_get_words (self->data), chars->chars, chars->n,
                                      from, to);
}

/* The confidence in a guess after the edition has spoken. At the thorough level only names speak. */
static float
weigh (SpellingCheckerZh *self,
       const SpellingEvidence *evidence,
       GalleyBlock *block,
       const SpellingGuess *guess)
{
  const GalleyChars *chars = galley_protect_read (block);
  guint from = guess->at[0], to = guess->at[guess->n_edits - 1] + 1;
  float confidence = guess->confidence;

  if (galley_chars_touch (chars, from, to, GALLEY_PROTECT_CODE | GALLEY_PROTECT_NUMBER) ||
      spelling_evidence_is_name (evidence, chars->chars, chars->n, from, to))
    return 0;
  if (self->level == SPELLING_LEVEL_THOROUGH)
    return confidence;
  confidence = spelling_evidence_weigh (evidence, guess, chars->chars, chars->n);
  if (confidence >= CERTAIN)
    return confidence;
  if (galley_chars_touch (chars, from, to, GALLEY_PROTECT_TITLE | GALLEY_PROTECT_QUOTE))
    confidence -= TERM_DOUBT;
  if (spelling_evidence_is_person (evidence, spelling_data_get_words (self->data), chars->chars, chars->n,
                                   from, to))
    confidence -= PERSON_DOUBT;
  return confidence;
}

/* TRUE when the original is a word of several characters that people know: both words exist, and only the sense tells. */
static gboolean
is_word_too (const SpellingGuess *guess)
{
  const float *f = guess->features;
  float cost = SPELLING_UNKNOWN;

  for (guint m = 0; m < SPELLING_N_MODELS; m++)
    cost = MAX (cost, f[SPELLING_F_OLD_COST + m]);
  return f[SPELLING_F_OLD_LENGTH] >= 2 && cost > KNOWN_WORD;
}

/* TRUE when the models see only half of what stands around: an edit beside a figure, or of a numeral. */
static gboolean
is_half_seen (const SpellingGuess *guess, const GalleyChars *chars)
{
  guint first = guess->at[0], last = guess->at[guess->n_edits - 1];
  gboolean left = first > 0 && galley_char_kind (chars->chars[first - 1]) == GALLEY_CHAR_DIGIT;
  gboolean right = last + 1 < chars->n && galley_char_kind (chars->chars[last + 1]) == GALLEY_CHAR_DIGIT;

  return left || right || g_utf8_strchr ("一二三四五六七八九十百千万亿两", -1, chars->chars[first]) != NULL;
}

/* What is shown as an error must be one, as far as anybody can tell: coined terms, names, what the edition writes elsewhere
 * too and words that are confused are left to the reader's judgement. */
static gboolean
is_certain (SpellingCheckerZh *self,
            const SpellingEvidence *evidence,
            GalleyBlock *block,
            const SpellingGuess *guess,
            float confidence)
{
  const GalleyChars *chars = galley_protect_read (block);
  guint from = guess->at[0], to = guess->at[guess->n_edits - 1] + 1;

  if (confidence < CERTAIN || is_half_seen (guess, chars) ||
      (confidence < BEYOND_DOUBT && is_word_too (guess)))
    return FALSE;
  return !galley_chars_touch (chars, from, to, GALLEY_PROTECT_TITLE | GALLEY_PROTECT_QUOTE) &&
         !spelling_evidence_repeats (evidence, guess, chars->chars, chars->n) &&
         !spelling_evidence_is_person (evidence, spelling_data_get_words (self->data), chars->chars, chars->n,
                                       from, to);
}

static void
report_names (SpellingCheckerZh *self,
              const SpellingEvidence *evidence,
              GalleyBlock *block,
              GalleyReport *sink)
{
  const GalleyChars *chars = galley_protect_read (block);

  for (guint at = 0; at < chars->n; at++)
    {
      guint length, place;
      const gunichar *name = spelling_evidence_near_name (evidence, spelling_data_get_words (self->data),
                                                          chars->chars, chars->n, at, &length, &place);
      g_autofree char *fix = NULL, *likeness = NULL, *message = NULL;

      if (!name)
        continue;
      fix = g_ucs4_to_utf8 (name, length, NULL, NULL, NULL);
      likeness = describe_likeness (chars->chars[at + place], name[place]);
      message = describe (chars, at, at + length, fix, likeness);
      report (self, sink, RULE_NAME, block, at, at + length, message, fix, NAME_CONFIDENCE);
      at += length - 1;
    }
}

static void
check_one (SpellingCheckerZh *self, const SpellingEvidence *evidence, GalleyBlock *block, GalleyReport *sink)
{
  Look *look = ref_look (self, block);

  for (guint i = 0; i < look->guesses->len; i++)
    {
      const SpellingGuess *guess = &g_array_index (look->guesses, SpellingGuess, i);
      float confidence = weigh (self, evidence, block, guess);
      gboolean certain = is_certain (self, evidence, block, guess, confidence);

      if (self->level == SPELLING_LEVEL_CERTAIN ? certain : confidence >= thresholds[self->level])
        report_guess (self, sink, block, guess, confidence, certain);
    }
  for (guint i = 0; self->level != SPELLING_LEVEL_CERTAIN && i < look->slips->len; i++)
    {
      const SpellingSlip *slip = &g_array_index (look->slips, SpellingSlip, i);

      if (!is_in_name (self, evidence, block, slip->from, slip->end))
        report_slip (self, sink, block, slip);
    }
  if (self->level != SPELLING_LEVEL_CERTAIN)
    report_names (self, evidence, block, sink);
  look_unref (look);
}

static gboolean
spelling_checker_zh_check_article (
    GalleyChecker *checker, GalleyArticle *frozen, GalleyReport *sink, GalleyJob *job, GError **error)
{
  SpellingCheckerZh *self = (SpellingCheckerZh *) checker;
  SpellingEvidence *own = NULL;

  if (!self->engine)
    return TRUE;
  /* An article that no edition was seen with speaks for itself. */
  if (!self->seen)
    {
      own = spelling_evidence_new ();
      spelling_evidence_add_house (own, (const char *const *) self->folders);
      spelling_evidence_add (own, frozen);
    }
  for (guint i = 0; i < galley_article_get_n_blocks (frozen) && galley_job_continues (job, NULL); i++)
    {
      GalleyBlock *block = galley_article_get_block (frozen, i);

      if (is_read (block))
        check_one (self, own ? own : self->evidence, block, sink);
    }
  g_clear_pointer (&own, spelling_evidence_free);
  return galley_job_continues (job, error);
}

/* The whole edition, before its articles: its texts and names are evidence for each of them. */
static void
spelling_checker_zh_see_edition (GalleyChecker *checker, GalleyEdition *frozen)
{
  SpellingCheckerZh *self = (SpellingCheckerZh *) checker;
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (frozen);

  spelling_evidence_clear (self->evidence);
  spelling_evidence_add_house (self->evidence, (const char *const *) self->folders);
  for (guint i = 0; i < articles->len; i++)
    spelling_evidence_add (self->evidence, articles->pdata[i]);
  g_free (self->seen);
  self->seen = g_strdup (galley_edition_get_id (frozen));
}

/* --- the object ---------------------------------------------------------------------------------------------------- */

static void
spelling_checker_zh_use_packs (GalleyChecker *checker, const char *const *folders)
{
  SpellingCheckerZh *self = (SpellingCheckerZh *) checker;

  g_strfreev (self->folders);
  self->folders = g_strdupv ((GStrv) folders);
}

static gboolean
spelling_checker_zh_prepare (GalleyChecker *checker, const char *language, GalleyJob *job, GError **error)
{
  SpellingCheckerZh *self = (SpellingCheckerZh *) checker;
  g_autoptr (GError) problem = NULL;

  if (self->tried)
    return TRUE;
  self->tried = TRUE;
  self->data = spelling_verifier_get () ? spelling_data_load (NULL, &problem) : NULL;
  if (self->data)
    self->engine = spelling_engine_new (self->data);
  else if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    galley_job_note (
        job, _ ("Wrong characters are not looked for: no language model is installed. Install the package "
                "libime-data-language-model (better still with libime-data, sunpinyin-data and "
                "libpinyin-data)."));
  else
    galley_job_note (job, _ ("Wrong characters are not looked for: %s"),
                     problem ? problem->message : _ ("the model of this program cannot be read"));
  return TRUE;
}

static GPtrArray *
spelling_checker_zh_list_rules (GalleyChecker *checker)
{
  SpellingCheckerZh *self = (SpellingCheckerZh *) checker;
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_rule_unref);

  for (guint i = 0; i < self->rules->len; i++)
    g_ptr_array_add (list, galley_rule_ref (self->rules->pdata[i]));
  return list;
}

static void
spelling_checker_zh_checker_init (GalleyCheckerInterface *iface)
{
  iface->use_packs = spelling_checker_zh_use_packs;
  iface->prepare = spelling_checker_zh_prepare;
  iface->list_rules = spelling_checker_zh_list_rules;
  iface->see_edition = spelling_checker_zh_see_edition;
  iface->check_article = spelling_checker_zh_check_article;
}

static void
spelling_checker_zh_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SpellingCheckerZh *self = (SpellingCheckerZh *) object;

  switch (id)
    {
    case PROP_LEVEL:
      if (self->level != (SpellingLevel) g_value_get_enum (value))
        {
          self->level = g_value_get_enum (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
spelling_checker_zh_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SpellingCheckerZh *self = (SpellingCheckerZh *) object;

  switch (id)
    {
    case PROP_LEVEL:
      g_value_set_enum (value, self->level);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
spelling_checker_zh_finalize (GObject *object)
{
  SpellingCheckerZh *self = (SpellingCheckerZh *) object;

  g_clear_pointer (&self->engine, spelling_engine_free);
  g_clear_pointer (&self->data, spelling_data_free);
  spelling_evidence_free (self->evidence);
  g_ptr_array_unref (self->rules);
  g_free (self->seen);
  g_strfreev (self->folders);
  G_OBJECT_CLASS (spelling_checker_zh_parent_class)->finalize (object);
}

static void
spelling_checker_zh_class_init (SpellingCheckerZhClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = spelling_checker_zh_set_property;
  object_class->get_property = spelling_checker_zh_get_property;
  object_class->finalize = spelling_checker_zh_finalize;
  properties[PROP_LEVEL] = g_param_spec_enum (
      "level", _ ("Level"), _ ("Which suspicions are shown: only certain ones, likely ones, or all"),
      SPELLING_TYPE_LEVEL, SPELLING_LEVEL_DEFAULT,
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
spelling_checker_zh_init (SpellingCheckerZh *self)
{
  self->level = SPELLING_LEVEL_DEFAULT;
  self->evidence = spelling_evidence_new ();
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_rule_unref);
  for (guint i = 0; i < N_RULES; i++)
    {
      GalleyRule local = fields[i];

      local.name = (char *) g_dgettext (GETTEXT_PACKAGE, local.name);
      local.why = (char *) g_dgettext (GETTEXT_PACKAGE, local.why);
      g_ptr_array_add (self->rules, galley_rule_new (&local));
    }
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_CHECKER, spelling_checker_zh_get_type ());
}
