namespace CreditHub.Testing.Truth.Recipes;

/// <summary>Recipes by dataset: tables of those whose rows tell a story, the catalog's own files for the rest.</summary>
public static class ShippedRecipes
{
    private static IReadOnlyList<DatasetRecipe> All { get; } =
    [
        PenaltyRecipes.Current, PenaltyRecipes.Old, PermitRecipes.Current, PermitRecipes.Old, RegisterRecipes.Register, RegisterRecipes.Abnormal,
        TaxRecipes.ClassA, TaxRecipes.Arrears, CourtRecipes.Defaulters, UtilityRecipes.Arrears,
    ];

    /// <summary>The dataset's own table, else what its catalog file says.</summary>
    public static DatasetRecipe For(FeedLayout layout) => For(layout.ConfigDirectory, layout.Dataset, layout.Edition);

    /// <summary>The same for a dataset that no connector needs to carry.</summary>
    public static DatasetRecipe For(string configDirectory, string dataset, string edition) =>
        All.FirstOrDefault(r => r.Dataset == dataset && r.Edition == edition) ?? CatalogRecipe.Read(configDirectory, dataset, edition);
}
