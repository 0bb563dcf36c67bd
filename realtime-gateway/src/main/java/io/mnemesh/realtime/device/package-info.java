/** What a user does on one tab or device, told to the user's others: how far was read, and what is half written. */
@NullMarked
package io.mnemesh.realtime.device;

import org.jspecify.annotations.NullMarked;
