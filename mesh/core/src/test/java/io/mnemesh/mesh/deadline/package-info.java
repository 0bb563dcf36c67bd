/** Tests of deadlines. */
package io.mnemesh.mesh.deadline;
