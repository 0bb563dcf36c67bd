/** Context packs: what an agent should know now, in as many tokens as it has room for. */
@NullMarked
package io.mnemesh.memory.context;

import org.jspecify.annotations.NullMarked;
