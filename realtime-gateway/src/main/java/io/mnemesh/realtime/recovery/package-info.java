/** What many subscribers that come back at once share: reads of the history, and encoded parts of it. */
@NullMarked
package io.mnemesh.realtime.recovery;

import org.jspecify.annotations.NullMarked;
