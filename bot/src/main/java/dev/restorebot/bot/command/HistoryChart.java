package dev.restorebot.bot.command;

import dev.restorebot.bot.thread.Card;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.time.Millisecond;
import org.jfree.data.time.TimeSeries;
import org.jfree.data.time.TimeSeriesCollection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restore time, size and rows over time. Dark on a light ground of its own, so that it reads in
 * dark and in light chats.
 */
final class HistoryChart {
  private static final Logger log = LoggerFactory.getLogger(HistoryChart.class);
  private static final int WIDTH = 900;
  private static final int HEIGHT = 640;
  private static final Color GROUND = new Color(0xFAFBFC);
  private static final Color GRID = new Color(0xD5DBE1);
  private static final double MILLION = 1_000_000;

  private HistoryChart() {}

  /** Empty when there is not enough to draw, or when this machine cannot draw. */
  static Optional<Card.Picture> of(List<HistoryCards.Tested> tests) {
    if (tests.size() < 2) {
      return Optional.empty();
    }
    try {
      CombinedDomainXYPlot all = new CombinedDomainXYPlot(new DateAxis());
      all.setGap(14);
      all.add(plot("Seconds", 0x1F6F78, tests, test -> test.millis() / 1_000.0));
      all.add(plot("Megabytes", 0xB3541E, tests, test -> test.bytes() / MILLION));
      all.add(plot("Rows", 0x5B3E96, tests, HistoryCards.Tested::rows));
      JFreeChart chart = new JFreeChart("Restore time, size and rows", all);
      StandardChartTheme.createJFreeTheme().apply(chart);
      chart.removeLegend();
      chart.setBackgroundPaint(GROUND);
      byte[] png = ChartUtils.encodeAsPNG(chart.createBufferedImage(WIDTH, HEIGHT));
      return Optional.of(
          new Card.Picture(
              "restores.png",
              "Restore time, size and rows of the last " + tests.size() + " tests",
              Base64.getEncoder().encodeToString(png)));
    } catch (IOException | RuntimeException | LinkageError e) {
      // A JRE without fonts: the table says the same.
      log.warn("the picture of the last tests could not be drawn: {}", e.toString());
      return Optional.empty();
    }
  }

  private static XYPlot plot(
      String label,
      int colour,
      List<HistoryCards.Tested> tests,
      ToDoubleFunction<HistoryCards.Tested> value) {
    TimeSeries series = new TimeSeries(label);
    tests.forEach(
        test ->
            series.addOrUpdate(
                new Millisecond(Date.from(test.job().createdAt())), value.applyAsDouble(test)));
    XYLineAndShapeRenderer lines = new XYLineAndShapeRenderer(true, true);
    lines.setSeriesPaint(0, new Color(colour));
    lines.setSeriesStroke(0, new BasicStroke(2.5f));
    NumberAxis axis = new NumberAxis(label);
    axis.setAutoRangeIncludesZero(true);
    XYPlot plot = new XYPlot(new TimeSeriesCollection(series), null, axis, lines);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(GRID);
    plot.setRangeGridlinePaint(GRID);
    return plot;
  }
}
