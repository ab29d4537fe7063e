package dev.storyc.expand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.storyc.board.Value;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class DelimitedRowsTest {
    @Test
    void cellsThatAreEmptyOrNotThereAreNoValues() throws Exception {
        assertThat(read("a,b,c\n1,2\n3,\"x, \"\"y\"\"\",z\n\n4,é,\n"))
                .containsExactly(
                        Map.of("a", "1", "b", "2"),
                        Map.of("a", "3", "b", "x, \"y\"", "c", "z"),
                        Map.of("a", "4", "b", "é"));
    }

    @Test
    void aRowWithTooManyCellsIsToldAtItsLine() {
        assertThatExceptionOfType(RowTable.RowProblem.class)
                .isThrownBy(() -> read("a,b\n1,2\n3,4,5\n"))
                .withMessage("this row has 3 cells, and there are 2 columns")
                .satisfies(problem -> assertThat(problem.span().line()).isEqualTo(3));
    }

    private static List<Map<String, String>> read(String text) throws Exception {
        List<Map<String, String>> rows = new ArrayList<>();
        try (DelimitedRows table = new DelimitedRows("rows.csv", new StringReader(text), ',')) {
            for (RowTable.Row row = table.next(); row != null; row = table.next()) {
                Map<String, String> cells = new LinkedHashMap<>();
                row.cells().forEach((name, value) -> cells.put(name, ((Value.Scalar) value).text()));
                rows.add(cells);
            }
        }
        return rows;
    }
}
