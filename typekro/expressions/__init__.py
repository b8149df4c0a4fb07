"""References and what is built of them, printed as CEL or evaluated. Pure; knows neither graphs nor resources."""
