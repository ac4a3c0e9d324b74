"""Pages of orders: basket, order, supplier's inbox, deliveries, bills, payments, and the papers to print."""
