using CreditHub.Testing.Truth.Recipes;

namespace CreditHub.Testing.Truth;

/// <summary>Makes the rows of a feed so that their fate is known before anybody else looks at them.</summary>
public static class FeedGenerator
{
    private static readonly string[] TextFileDefects = [DefectKind.BadBytes, DefectKind.Shifted];

    public static FeedTruth Make(FeedLayout layout, FeedPlan plan)
    {
        var recipe = ShippedRecipes.For(layout);
        var maker = new RowMaker(layout, recipe, plan);
        var rows = new List<TruthRow>();
        for (int i = 0; i < plan.Good; i++)
        {
            var row = maker.Good(plan.FirstNumber + i);
            if (i < plan.Corrected)
            {
                rows.Add(maker.Former(row));
            }

            rows.Add(row);
            if (i >= plan.Corrected && i < plan.Corrected + plan.Repeated)
            {
                rows.Add(row with { Fate = TruthFate.Duplicate });
            }
        }

        int next = plan.FirstNumber + plan.Good;
        var extra = Bad(layout, recipe, plan, maker, ref next);
        if (layout.Excludes)
        {
            extra.AddRange(Enumerable.Range(next, plan.Excluded).Select(maker.Excluded));
        }

        Spread(rows, extra);
        return new FeedTruth(layout.Dataset, layout.Edition, rows);
    }

    private static List<TruthRow> Bad(FeedLayout layout, DatasetRecipe recipe, FeedPlan plan, RowMaker maker, ref int next)
    {
        var written = layout.Columns.Select(c => c.Field).ToHashSet();
        var rows = new List<TruthRow>();
        for (int i = 0; i < plan.BadOfEach; i++)
        {
            foreach (var defect in recipe.Defects.Where(d => written.Contains(d.Field)))
            {
                rows.Add(maker.Bad(next++, defect));
            }

            foreach (var kind in layout.IsText ? TextFileDefects : [])
            {
                rows.Add(maker.Damaged(next++, kind));
            }
        }

        return rows;
    }

    /// <summary>Mixes the extra rows in evenly; the order of the others stays: a former row must come before its correction.</summary>
    private static void Spread(List<TruthRow> rows, List<TruthRow> extra)
    {
        for (int i = 0; i < extra.Count; i++)
        {
            rows.Insert((int)((long)rows.Count * (i + 1) / (extra.Count + 1)), extra[i]);
        }
    }
}
