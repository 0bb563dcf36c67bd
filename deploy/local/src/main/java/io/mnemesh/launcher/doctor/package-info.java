/** What the doctor finds in a mesh that this machine did not start. */
@NullMarked
package io.mnemesh.launcher.doctor;

import org.jspecify.annotations.NullMarked;
