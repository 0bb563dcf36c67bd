/** Tests of deadlines in a running service. */
package io.mnemesh.testing.deadline;
