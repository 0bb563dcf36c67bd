/** One client connection: authentication, limits, subscriptions, expiry. */
@NullMarked
package io.mnemesh.realtime.session;

import org.jspecify.annotations.NullMarked;
