/**
 * The Centrifuge client protocol as its public definition has it (github.com/centrifugal/protocol): commands of the
 * client, replies and pushes of the server, error and disconnect codes. Encodings of it share these types.
 */
@NullMarked
package io.mnemesh.realtime.centrifuge;

import org.jspecify.annotations.NullMarked;
