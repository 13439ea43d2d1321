/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "libime-shim.h"

#include <cstring>
#include <exception>
#include <memory>
#include <string>

#include <libime/core/languagemodel.h>
#include <libime/core/lattice.h>
#include <libime/pinyin/pinyindictionary.h>
#include <libime/pinyin/pinyinencoder.h>

static_assert (sizeof (libime::State) <= LIBIME_SHIM_STATE_SIZE, "the state of libime has grown");

static const float ln10 = 2.302585093f;

struct LibimeModel
{
  std::unique_ptr<libime::LanguageModel> model;
};

static libime::State
unpack (const LibimeState *state)
{
  libime::State result;

  memcpy (result.data (), state->bytes, result.size ());
  return result;
}

static void
pack (const libime::State &state, LibimeState *out)
{
  memset (out, 0, sizeof *out);
  memcpy (out->bytes, state.data (), state.size ());
}

LibimeModel *
libime_shim_open (const char *path)
{
  try
    {
      auto self = std::make_unique<LibimeModel> ();
      self->model = std::make_unique<libime::LanguageModel> (path);
      return self.release ();
    }
  catch (const std::exception &)
    {
      return nullptr;
    }
}

void
libime_shim_close (LibimeModel *self)
{
  delete self;
}

uint32_t
libime_shim_index (LibimeModel *self, const char *word, size_t length)
{
  try
    {
      std::string_view view (word, length);
      auto index = self->model->index (view);
      return self->model->isUnknown (index, view) ? 0 : index;
    }
  catch (const std::exception &)
    {
      return 0;
    }
}

float
libime_shim_score (LibimeModel *self, const LibimeState *state, uint32_t word, LibimeState *out)
{
  try
    {
      libime::State next{};
      libime::WordNode node (std::string_view (), word);
      float score = self->model->score (unpack (state), node, next);
      pack (next, out);
      return score * ln10;
    }
  catch (const std::exception &)
    {
      *out = *state;
      return -16;
    }
}

void
libime_shim_begin (LibimeModel *self, LibimeState *out)
{
  pack (self->model->beginState (), out);
}

void
libime_shim_null (LibimeModel *self, LibimeState *out)
{
  pack (self->model->nullState (), out);
}

uint32_t
libime_shim_end (LibimeModel *self)
{
  return self->model->endSentence ();
}

int
libime_shim_foreach_word (const char *path, LibimeWordFunc function, void *data)
{
  try
    {
      libime::PinyinDictionary dictionary;
      dictionary.load (libime::PinyinDictionary::SystemDict, path, libime::PinyinDictFormat::Binary);
      auto trie = dictionary.trie (libime::PinyinDictionary::SystemDict);
      std::string entry;
      trie->foreach ([&] (float, size_t length, uint64_t position) {
        trie->suffix (entry, length, position);
        auto mark = entry.find ('!');
        if (mark != std::string::npos)
          {
            const char *word = entry.data () + mark + 1;
            function (word, entry.size () - mark - 1, entry.data (), mark, data);
          }
        return true;
      });
      return 1;
    }
  catch (const std::exception &)
    {
      return 0;
    }
}

void
libime_shim_decode (const char *code, char letters[LIBIME_SHIM_SYLLABLE_SIZE])
{
  letters[0] = 0;
  try
    {
      std::string text = libime::PinyinEncoder::decodeFullPinyin (code, 2);
      if (text.size () < LIBIME_SHIM_SYLLABLE_SIZE)
        memcpy (letters, text.c_str (), text.size () + 1);
    }
  catch (const std::exception &)
    {
    }
}
