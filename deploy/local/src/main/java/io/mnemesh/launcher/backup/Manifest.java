package io.mnemesh.launcher.backup;

import java.util.List;
import java.util.Map;

/**
 * What a backup holds, the last entry of its file.
 *
 * @param format     version of this format
 * @param created    moment of the snapshot, ISO 8601
 * @param mnemesh    version that made it
 * @param postgres   version of the server it was read from
 * @param schemas    version of each service's schema
 * @param tables     tables with their rows
 * @param sequences  last value of each sequence that was used
 */
record Manifest(
        int format,
        String created,
        String mnemesh,
        String postgres,
        Map<String, String> schemas,
        List<TableCopy> tables,
        Map<String, Long> sequences) {

    static final int FORMAT = 1;

    Manifest {
        schemas = Map.copyOf(schemas);
        tables = List.copyOf(tables);
        sequences = Map.copyOf(sequences);
    }

    /** Rows of all tables. */
    long rows() {
        return tables.stream().mapToLong(TableCopy::rows).sum();
    }

    /**
     * The rows of one table, in PostgreSQL's text form.
     *
     * @param name    schema and table, quoted where SQL needs it
     * @param columns columns in the order of the text; those that PostgreSQL computes are left out
     * @param rows    number of rows
     * @param sha256  checksum of the text, hex
     */
    record TableCopy(String name, List<String> columns, long rows, String sha256) {

        TableCopy {
            columns = List.copyOf(columns);
        }

        /** Name of the entry with the text. */
        String entry() {
            return "tables/" + name.replace("\"", "") + ".copy";
        }

        /** Table and columns as {@code COPY} wants them. */
        String target() {
            return name + " (" + String.join(", ", columns) + ")";
        }
    }
}
