/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libime-shim.h — the little of libime (C++) that the checker needs, as C. No exception leaves it. */

#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C"
{
#endif

#define LIBIME_SHIM_STATE_SIZE 32

  typedef struct LibimeModel LibimeModel;

  /* What the model remembers of the words before. Bytes that can be copied and compared. */
  typedef struct
  {
    uint64_t bytes[LIBIME_SHIM_STATE_SIZE / 8];
  } LibimeState;

  /* Maps the model file; NULL when it is missing or damaged. */
  LibimeModel *libime_shim_open (const char *path);
  void libime_shim_close (LibimeModel *self);

  /* The number of @word (@length bytes of UTF-8), or 0 when the model does not know it. */
  uint32_t libime_shim_index (LibimeModel *self, const char *word, size_t length);
  /* ln P (@word | @state), and the state behind it. @out may not be @state. */
  float libime_shim_score (LibimeModel *self, const LibimeState *state, uint32_t word, LibimeState *out);
  /* The state at the start of a sentence, and the one that remembers nothing. */
  void libime_shim_begin (LibimeModel *self, LibimeState *out);
  void libime_shim_null (LibimeModel *self, LibimeState *out);
  /* The word that ends a sentence. */
  uint32_t libime_shim_end (LibimeModel *self);

  /* Calls @function for each word of a pinyin dictionary, with its reading as libime writes it: two bytes a syllable. FALSE
   * when it cannot be read. */
  typedef void (*LibimeWordFunc) (
      const char *word, size_t length, const char *code, size_t code_length, void *data);
  int libime_shim_foreach_word (const char *path, LibimeWordFunc function, void *data);

#define LIBIME_SHIM_SYLLABLE_SIZE 16
  /* The letters of one syllable of two bytes; empty where it is none. */
  void libime_shim_decode (const char *code, char letters[LIBIME_SHIM_SYLLABLE_SIZE]);

#ifdef __cplusplus
}
#endif
