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
    public static DatasetRecipe For(FeedLayout layout) =>
        All.FirstOrDefault(r => r.Dataset == layout.Dataset && r.Edition == layout.Edition) ?? CatalogRecipe.Read(layout.ConfigDirectory, layout.Dataset, layout.Edition);
}
