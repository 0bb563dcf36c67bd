/** The guided tour: feeds the sample and shows what the mesh makes of it. */
@NullMarked
package io.mnemesh.launcher.demo;

import org.jspecify.annotations.NullMarked;
