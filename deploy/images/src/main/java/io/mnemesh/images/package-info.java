/** Bills of materials of packaged services, and images of them that need no daemon. */
@NullMarked
package io.mnemesh.images;

import org.jspecify.annotations.NullMarked;
