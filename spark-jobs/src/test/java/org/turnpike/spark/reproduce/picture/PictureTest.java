package org.turnpike.spark.reproduce.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.turnpike.spark.report.figure.Extent;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PictureTest {
    private static final Extent UNIT = new Extent(0, 1, 0, 1);

    @Test
    void whatIsDrawnIsXmlWithEverythingInIt() throws Exception {
        Panel plane = Panel.plane("a < b", "x", "y", UNIT)
                .landscape(new double[] {0, 1, 2, Double.NaN}, 2)
                .line(new double[][] {{0, 0}, {Double.NaN, 1}, {1, 1}}, Colours.INK, 1, 0.5)
                .dots(new double[][] {{0.5, 0.5}, {Double.NaN, 0}}, Colours.of(0), 2)
                .arrows(new double[][] {{0.2, 0.2}, {0.4, 0.4}}, new double[][] {{1, 0}, {0, 0}}, Colours.FAINT)
                .named("class 0", Colours.of(0));
        Panel chart = Panel.chart("loss", Axis.linear("epoch", 0, 100), Axis.logarithmic("loss", 1e-4, 1));
        Document svg = parsed(new Picture(2).add(plane).add(chart).svg());
        assertThat(elements(svg, "polyline"))
                .hasSize(1)
                .first()
                .satisfies(line -> assertThat(line.getAttribute("points")).isEqualTo("56,278 306,28"));
        // the dot and the legend's; a point that is not finite is nowhere
        assertThat(elements(svg, "circle")).hasSize(2);
        assertThat(elements(svg, "text").stream().map(Element::getTextContent))
                .contains("a < b", "class 0", "loss", "epoch", "1e-4", "0.2", "20");
    }

    @Test
    void bandsOfALandscapeRunFromDeepToHigh() throws Exception {
        Document svg = parsed(new Picture(1)
                .add(Panel.plane("", "", "", UNIT).landscape(new double[] {0, 0, 5, 5}, 2))
                .svg());
        List<Element> bands = elements(svg, "path").stream()
                .filter(path -> path.getAttribute("fill").startsWith("#"))
                .toList();
        assertThat(bands)
                .extracting(path -> path.getAttribute("fill"))
                .containsExactly(Colours.scale(0.5 / 24), Colours.scale(23.5 / 24));
        // equal neighbours are one rectangle
        assertThat(bands).allSatisfy(path -> assertThat(path.getAttribute("d")).containsOnlyOnce("z"));
    }

    @Test
    void anAxisRises() {
        assertThatThrownBy(() -> Axis.linear("x", 1, 1)).hasMessage("Expected an axis that rises, found 1.0 to 1.0");
        assertThatThrownBy(() -> Axis.logarithmic("x", 0, 1))
                .hasMessage("Expected an axis that rises from above 0, found 0.0 to 1.0");
        assertThat(Axis.linear("x", -1, 1).ticks()).containsExactly(-1.0, -0.5, 0.0, 0.5, 1.0);
        assertThat(Axis.logarithmic("x", 1e-3, 1).ticks()).hasSize(4);
    }

    @Test
    void aShortLogarithmicAxisHasTicks() {
        Axis axis = Axis.logarithmic("loss", 0.15, 3);
        assertThat(axis.ticks().stream().map(axis::label)).containsExactly("0.2", "0.5", "1", "2");
        Axis shorter = Axis.logarithmic("loss", 1.2, 2.9);
        assertThat(shorter.ticks().stream().map(shorter::label)).containsExactly("1.5", "2.0", "2.5");
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document svg, String name) {
        NodeList found = svg.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
