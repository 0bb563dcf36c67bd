/** Events that somebody should know of become notifications in the inboxes of those whom rules name. */
@NullMarked
package io.mnemesh.realtime.notice;

import org.jspecify.annotations.NullMarked;
