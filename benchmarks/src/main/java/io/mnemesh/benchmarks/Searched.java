package io.mnemesh.benchmarks;

import io.mnemesh.benchmarks.PlantedCorpus.Selectivity;
import java.util.List;

/** Something that holds a {@link PlantedCorpus} and is searched; it answers with positions in the corpus, best first. */
interface Searched {

    /** By words and meaning, in a part of the corpus; the question is embedded in it. */
    List<Integer> search(String question, Selectivity selectivity, int which, int limit);

    /** By meaning alone, in a part of the corpus. */
    List<Integer> nearest(String question, Selectivity selectivity, int which, int limit);
}
