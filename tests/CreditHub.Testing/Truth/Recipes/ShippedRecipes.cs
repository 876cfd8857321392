namespace CreditHub.Testing.Truth.Recipes;

/// <summary>The recipes of all shipped datasets.</summary>
public static class ShippedRecipes
{
    public static IReadOnlyList<DatasetRecipe> All { get; } =
    [
        PenaltyRecipes.Current, PenaltyRecipes.Old, PermitRecipes.Current, PermitRecipes.Old, RegisterRecipes.Register, RegisterRecipes.Abnormal,
        TaxRecipes.ClassA, TaxRecipes.Arrears, CourtRecipes.Defaulters, UtilityRecipes.Arrears,
    ];

    public static DatasetRecipe For(string dataset, string edition) =>
        All.FirstOrDefault(r => r.Dataset == dataset && r.Edition == edition)
        ?? throw new InvalidOperationException($"There is no recipe for {dataset} {edition}: add a table beside {nameof(PenaltyRecipes)}.");
}
