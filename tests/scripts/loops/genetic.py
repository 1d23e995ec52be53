"""A genetic algorithm that spells a word."""

import random
import string

import bml

TARGET = "keras"
POPULATION = 20


class Individual:
    def __init__(self, chromosome):
        self.chromosome = chromosome
        self.fitness = self.cal_fitness()

    @classmethod
    def create(cls):
        return cls([random.choice(string.ascii_lowercase) for _ in range(len(TARGET))])

    def mate(self, par2):
        child_chromosome = []
        for gp1, gp2 in zip(self.chromosome, par2.chromosome):
            prob = random.random()
            if prob < 0.45:
                child_chromosome.append(gp1)
            elif prob < 0.90:
                child_chromosome.append(gp2)
            else:
                child_chromosome.append(random.choice(string.ascii_lowercase))
        return Individual(child_chromosome)

    def cal_fitness(self):
        fitness = 0
        for gs, gt in zip(self.chromosome, TARGET):
            if gs != gt:
                fitness += 1
        return fitness


@bml.script
def main(limit: int = 60):
    random.seed(21)
    generation = 1
    found = False
    population = []
    for _ in range(POPULATION):
        population.append(Individual.create())
    while not found and generation < limit:
        population = sorted(population, key=lambda x: x.fitness)
        if population[0].fitness <= 0:
            found = True
            break
        new_generation = []
        s = int((10 * POPULATION) / 100)
        new_generation.extend(population[:s])
        s = int((90 * POPULATION) / 100)
        for _ in range(s):
            parent1 = random.choice(population[:10])
            parent2 = random.choice(population[:10])
            new_generation.append(parent1.mate(parent2))
        population = new_generation
        if generation % 10 == 1:
            print(
                "Generation: {}\tString: {}\tFitness: {}".format(
                    generation, "".join(population[0].chromosome), population[0].fitness
                )
            )
        generation += 1
    print(generation, found, "".join(population[0].chromosome))
