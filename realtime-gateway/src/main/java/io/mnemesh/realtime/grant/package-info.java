/** What subscription tokens let connections have. */
@NullMarked
package io.mnemesh.realtime.grant;

import org.jspecify.annotations.NullMarked;
