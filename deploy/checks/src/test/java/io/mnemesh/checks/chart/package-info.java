@NullMarked
package io.mnemesh.checks.chart;

import org.jspecify.annotations.NullMarked;
