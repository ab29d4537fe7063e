package dev.storyc.expand;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.storyc.board.Value;
import dev.storyc.diagnostic.Span;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CSV and TSV: a line of names, then a row a record. */
final class DelimitedRows implements RowTable {
    private final String file;
    private final RowReader text;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<String> columns;
    private long line = 1;

    DelimitedRows(String file, Reader in, char separator) throws IOException, RowProblem {
        this.file = file;
        this.text = new RowReader(in);
        // A row that is too short lacks values; one that is too long is reported here, with its own words.
        this.reader = CsvReader.builder()
                .fieldSeparator(separator)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(MOST_CHARACTERS)
                .ofCsvRecord(text);
        this.records = reader.iterator();
        CsvRecord header = read();
        if (header == null) {
            throw new RowProblem(at(1), "this file has no line of column names", "write the names in its first line");
        }
        if (header.getFieldCount() > MOST_COLUMNS) {
            throw RowTable.tooWide(at(1));
        }
        this.columns = header.getFields().stream().map(String::strip).toList();
        checkHeader();
    }

    private void checkHeader() throws RowProblem {
        HashSet<String> seen = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            if (column.isEmpty()) {
                throw new RowProblem(
                        RowExcerpts.cell(at(1), i + 1),
                        "column " + (i + 1) + " has no name",
                        "name every column in the first line");
            }
            if (!seen.add(column)) {
                throw new RowProblem(
                        RowExcerpts.cell(at(1), i + 1),
                        "two columns are called `" + column + "`",
                        "rename one of them");
            }
        }
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable Row next() throws IOException, RowProblem {
        CsvRecord record = read();
        if (record == null) {
            return null;
        }
        Span span = at(record.getStartingLineNumber());
        if (record.getFieldCount() > columns.size()) {
            throw RowProblem.ofOne(
                    RowExcerpts.cell(span, columns.size() + 1),
                    "this row has " + record.getFieldCount() + " cells, and there are " + columns.size() + " columns",
                    "put a cell that holds the separator in double quotes, or take this one away");
        }
        Map<String, Value> cells = new LinkedHashMap<>();
        for (int i = 0; i < record.getFieldCount(); i++) {
            String field = record.getField(i);
            if (!field.isEmpty()) {
                cells.put(columns.get(i), new Value.Scalar(field, Value.Kind.TEXT));
            }
        }
        return new Row(cells, Map.of(), span);
    }

    @Override
    public Span cell(Span row, String column) {
        return RowExcerpts.cell(row, columns.indexOf(column) + 1);
    }

    private @Nullable CsvRecord read() throws IOException, RowProblem {
        try {
            CsvRecord record = records.hasNext() ? records.next() : null;
            if (record != null) {
                text.row();
                line = record.getStartingLineNumber() + lineEnds(record) + 1;
            }
            return record;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new RowProblem(
                    at(line), unreadable(e), "close it where the cell ends; a quote within quotes is written twice");
        }
    }

    private static String unreadable(CsvParseException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("buffer size")) {
            return "a cell of the row that begins here has more than " + TemplateLimits.inWords(MOST_CHARACTERS)
                    + " characters";
        }
        return message.contains("fields")
                ? "the row that begins here has more cells than any file has columns"
                : "the row that begins here holds a quote that is never closed";
    }

    private static int lineEnds(CsvRecord record) {
        int ends = 0;
        for (int i = 0; i < record.getFieldCount(); i++) {
            String field = record.getField(i);
            for (int at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) {
                ends++;
            }
        }
        return ends;
    }

    private Span at(long at) {
        int number = (int) Math.min(at, Integer.MAX_VALUE);
        return new Span(file, number, 1, number, 1, "");
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
